import { lengthOf } from './text.ts';

/** A page with more text than this is an article, whatever its words are. */
const MAX_TEXT = 1500;

const OBSTACLES: readonly (readonly [what: string, title: RegExp, text: RegExp])[] = [
  [
    'a captcha',
    /^(just a moment|attention required|are you (a )?(human|robot)|security check|verif(y|ying) you are human|robot check|captcha|checking your browser|one more step|pardon our interruption)/i,
    /(verify (that )?you are (a )?human|prove you are not a robot|complete the captcha|press (and|&) hold|checking your browser before accessing|enable javascript and cookies to continue|unusual traffic from your)/i,
  ],
  [
    'a consent page',
    /^(before you continue|cookie (consent|preferences|settings)|your privacy( choices)?$|we value your privacy|privacy (settings|gate)|bevor sie (zu .{1,40} )?weiter|mit werbung (weiter)?lesen|avant d.accéder|antes de continuar)/i,
    // A site that speaks of itself and its many partners speaks of cookies.
    /^(we (and our partners )?(use|store|value)|by clicking .{0,40}accept|before you continue).{0,200}(cookies|privacy|consent)|\b(our|unsere|unseren|nos|nuestros|nostri|onze|våre|våra) \d{2,4} (partner\p{L}*|partenaires|socios)\b/iu,
  ],
  [
    'an error page',
    /^(error\s?)?(40[0-9]|50[0-9])\b|\b(page|article|site) (not found|unavailable)\b|^(access denied|forbidden|not found|bad gateway|service unavailable|internal server error|something went wrong|page introuvable|seite nicht gefunden|página no encontrada)/i,
    /^(access denied|you don't have permission to access|the page you (are looking for|requested)|sorry, (we can't|we couldn't|the page|this page)|oops)/i,
  ],
  [
    'a login page',
    /^(log ?in|sign ?in|anmelden|connexion|iniciar sesión)\b.{0,40}$/i,
    /^(please )?(log|sign) in to (continue|read|your account)/i,
  ],
];

const CAPTCHA = /cf-challenge|g-recaptcha|h-captcha|px-captcha|captcha-delivery\.com/i;

/** What stands between the reader and the article: `a captcha`; null for a page that may be one. */
export function obstacleIn(title: string, paragraphs: readonly string[], page: Buffer): string | null {
  if (lengthOf(paragraphs) > MAX_TEXT) return null;
  const text = paragraphs.join(' ');
  const found = OBSTACLES.find(
    ([, ofTitle, ofText]) => ofTitle.test(title) || ofText.test(text.slice(0, 600)),
  );
  if (found) return found[0];
  if (text.length < 200 && CAPTCHA.test(page.toString('latin1'))) return 'a captcha';
  return null;
}
