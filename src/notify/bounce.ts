/** What may show that it is about a mail of ours, whose id alone anybody could have worked out. */
export interface Proofs {
  /** Of the return path, beside the delivery's id. */
  readonly marks: readonly string[];
  /** To unsubscribe, as the mail it quotes holds them. */
  readonly tokens: readonly string[];
}

/** What a mail that came in says about one that went out. */
export type Incoming =
  | {
      readonly kind: 'bounce';
      readonly deliveryId: string;
      readonly proofs: Proofs;
      /** Enhanced status (RFC 3463), `5.1.1`. */
      readonly status: string;
      /** In the mail server's words, one line. */
      readonly reason: string;
      /** No such mailbox: nothing more is to be sent there. */
      readonly dead: boolean;
    }
  /** Its reader told their mail provider that it is not wanted. */
  | {
      readonly kind: 'complaint';
      readonly deliveryId: string;
      readonly proofs: Proofs;
      readonly reason: string;
    }
  | { readonly kind: 'unsubscribe'; readonly token: string }
  | { readonly kind: 'other'; readonly why: string };

const MOST_CHARACTERS = 1_000_000;

/**
 * Whether an answer says that the address is no mailbox, by its enhanced status, else by its words. A full mailbox
 * (5.2.2), a refused sender or content (5.7) and anything temporary is about something else, and passes.
 */
export function isDeadAddress(status: string, words: string): boolean {
  if (/^5\.1\.([0-36]|10)$|^5\.2\.1$/.test(status)) return true;
  if (/^[245]\.\d+\.\d+$/.test(status) && !/^5\.0\.0$/.test(status)) return false;
  return /\b(no such (user|mailbox|recipient|address)|(user|mailbox|recipient|address|account)\b.{0,40}\b(unknown|not found|does ?n[o']t exist|disabled|unavailable|invalid)|unknown (user|mailbox|recipient|address))/i.test(
    words,
  );
}

/** `5.1.1` of `550 5.1.1 no such user`; '' where it gives none. */
export function enhancedStatus(answer: string): string {
  return /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(answer)?.[1] ?? '';
}

/**
 * Reads a delivery status notification (RFC 3464), a provider's report of a complaint (RFC 5965), or a mail to the
 * unsubscribe address. The delivery is named by the VERP return path it came to, else by the Message-ID of the mail it
 * quotes.
 */
export function readIncoming(raw: string): Incoming {
  const text = raw.slice(0, MOST_CHARACTERS).replaceAll(/\r\n?/g, '\n');
  const head = unfolded(text.slice(0, text.indexOf('\n\n') + 1 || undefined));
  const token = /^unsubscribe\s+([\w.-]{20,200})\s*$/i.exec(headerOf(head, 'Subject'))?.[1];
  if (token) return { kind: 'unsubscribe', token };
  const complaint = reportPart(text, 'message/feedback-report');
  if (complaint) return complaintIn(complaint, verpId(head) ?? quotedId(text, head), text);
  const report = reportPart(text, 'message/delivery-status');
  if (!report) {
    return { kind: 'other', why: 'It is no delivery status notification, no complaint and no unsubscribe.' };
  }
  if (headerOf(report, 'Action').toLowerCase() !== 'failed') {
    return { kind: 'other', why: 'It tells of a delay or a success, not of a failure.' };
  }
  const deliveryId = verpId(head) ?? quotedId(text, head);
  if (!deliveryId) return { kind: 'other', why: 'It does not say which mail it is about.' };
  const reason = headerOf(report, 'Diagnostic-Code').replace(/^smtp;\s*/i, '');
  const status = headerOf(report, 'Status');
  const words = reason || `status ${status}`;
  const best = status.endsWith('.0.0') ? enhancedStatus(reason) || status : status;
  return {
    kind: 'bounce',
    deliveryId,
    proofs: proofsIn(text, deliveryId),
    status: best,
    reason: words.slice(0, 300),
    dead: isDeadAddress(best, words),
  };
}

/** Of "not spam" and the like nobody is to be spared further mail. */
function complaintIn(report: string, deliveryId: string | null, text: string): Incoming {
  const type = headerOf(report, 'Feedback-Type').toLowerCase();
  if (!/^(?:abuse|fraud|opt-out)$/.test(type)) {
    return { kind: 'other', why: `It is feedback of the type "${type.slice(0, 40)}", and no complaint.` };
  }
  if (!deliveryId) return { kind: 'other', why: 'It does not say which mail it is about.' };
  const by = headerOf(report, 'Reporting-MTA').replace(/^dns;\s*/i, '') || headerOf(report, 'User-Agent');
  const reason = `Reported as unwanted mail (${type})${by && ` by ${by}`}`;
  const proofs = proofsIn(text, deliveryId);
  return { kind: 'complaint', deliveryId, proofs, reason: reason.slice(0, 300) };
}

function unfolded(text: string): string {
  return text.replaceAll(/\n[ \t]+/g, ' ');
}

function headerOf(head: string, name: string): string {
  return (new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(head)?.[1] ?? '').trim();
}

/** The fields of a part of a report that is made for programs; null where it has none of that type. */
function reportPart(text: string, type: `message/${string}`): string | null {
  const start = text.search(new RegExp(`^content-type:\\s*${type}`, 'im'));
  if (start < 0) return null;
  const body = text.indexOf('\n\n', start);
  const end = text.indexOf('\n--', body);
  return body < 0 ? null : unfolded(text.slice(body + 1, end < 0 ? undefined : end));
}

function verpId(head: string): string | null {
  const headers = ['Delivered-To', 'X-Original-To', 'Envelope-To', 'To'];
  const found = headers.map(
    (name) => /\+(d[0-9a-f]{20})(?:-[0-9a-f]{10})?@/i.exec(headerOf(head, name))?.[1],
  );
  return found.find((id) => id !== undefined)?.toLowerCase() ?? null;
}

/** Of the mail it quotes, not of itself: the last Message-ID it holds. */
function quotedId(text: string, head: string): string | null {
  const quoted = text.slice(head.length);
  const ids = [...quoted.matchAll(/^message-id:\s*<(d[0-9a-f]{20})@/gim)];
  return ids.at(-1)?.[1] ?? null;
}

const PROOFS_MOST = 20;

function proofsIn(text: string, deliveryId: string): Proofs {
  const marks = text.matchAll(new RegExp(`\\+${deliveryId}-([0-9a-f]{10})@`, 'gi'));
  const tokens = text.matchAll(/\bunsubscribe(?:\?token=|%20)([\w.-]{20,200})/gi);
  const first = (found: typeof marks) => [...found].slice(0, PROOFS_MOST).map(([, one = '']) => one);
  return { marks: first(marks), tokens: first(tokens) };
}
