/** Minutes east of Greenwich. Where a name has two meanings, the one news uses more. */
const ZONES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    z: 0,
    ut: 0,
    utc: 0,
    gmt: 0,
    wet: 0,
    est: -300,
    edt: -240,
    et: -300,
    cst: -360,
    cdt: -300,
    ct: -360,
    mst: -420,
    mdt: -360,
    mt: -420,
    pst: -480,
    pdt: -420,
    pt: -480,
    ast: -240,
    adt: -180,
    at: -240,
    akst: -540,
    akdt: -480,
    hst: -600,
    bst: 60,
    ist: 330,
    cet: 60,
    cest: 120,
    met: 60,
    mest: 120,
    mez: 60,
    mesz: 120,
    eet: 120,
    eest: 180,
    msk: 180,
    мск: 180,
    trt: 180,
    gst: 240,
    pkt: 300,
    wib: 420,
    ict: 420,
    hkt: 480,
    sgt: 480,
    awst: 480,
    jst: 540,
    kst: 540,
    aest: 600,
    aedt: 660,
    nzst: 720,
    nzdt: 780,
    sast: 120,
    wat: 60,
    cat: 120,
    eat: 180,
    brt: -180,
    art: -180,
    nst: -210,
    ndt: -150,
    clt: -240,
    clst: -180,
    pet: -300,
    cot: -300,
    vet: -240,
    uyt: -180,
    west: 60,
    irst: 210,
    irdt: 270,
    aft: 270,
    azt: 240,
    yekt: 300,
    uzt: 300,
    npt: 345,
    mmt: 390,
    wita: 480,
    wit: 540,
    pht: 480,
    myt: 480,
    acst: 570,
    acdt: 630,
    vlat: 600,
  }),
);
/** A zone right after a time: an offset, a place, or a name. */
export const ZONE =
  /^\s*[([]?\s*(?:((?:gmt|utc)?\s*([+\-\u2212])(\d{1,2}):?(\d{2})?)(?!\d)|([a-z]+\/[a-z_]+(?:\/[a-z_]+)?)|([a-z]{1,4}\b|мск))/;

/** What the zone after a time is worth, given the day: zones by place have summer time. */
export function zoneReader(
  match: RegExpExecArray | null,
): ((localMs: number) => number | undefined) | undefined {
  if (!match) return undefined;
  const [, , sign, hours, minutes, place, name] = match;
  if (sign !== undefined) {
    const size = Number(hours) * 60 + Number(minutes ?? 0);
    return size > 15 * 60 ? undefined : () => (sign === '+' ? size : -size);
  }
  if (place !== undefined) return (localMs) => offsetAt(place, localMs);
  const fixed = ZONES.get(name ?? '');
  return fixed === undefined ? undefined : () => fixed;
}

/** The offset of an IANA zone at a local time; an hour beside a change of clocks may be the one or the other. */
function offsetAt(zone: string, localMs: number): number | undefined {
  try {
    const at = new Date(localMs);
    const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    const name = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const match = /([+-])(\d\d):(\d\d)/.exec(name);
    const size = match ? Number(match[2]) * 60 + Number(match[3]) : 0;
    return match?.[1] === '-' ? -size : size;
  } catch {
    return undefined;
  }
}
