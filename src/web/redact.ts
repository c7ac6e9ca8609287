import type { MailMessage } from '../model/mail.ts';

/** `reader@example.org` → `r***@e***.org`: enough to tell readers apart, not enough to write to one. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  if (at < 1) return '***';
  const domain = address.slice(at + 1);
  const dot = domain.lastIndexOf('.');
  const ending = dot > 0 ? domain.slice(dot) : '';
  return `${first(address)}***@${first(domain)}***${ending}`;
}

function first(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0x2a);
}

/**
 * A mail fit for a page without login: the reader's address is masked and what lets anyone unsubscribe them is gone.
 * Everything else is as it was sent.
 */
export function redact(message: MailMessage): MailMessage {
  const clean = (text: string) => redactText(text, message.to.address);
  const headers = Object.entries(message.headers).map(([name, value]) => [
    name,
    name.toLowerCase() === 'list-unsubscribe' ? '(hidden here: it unsubscribes the reader)' : clean(value),
  ]);
  return {
    ...message,
    to: { address: maskAddress(message.to.address) },
    subject: clean(message.subject),
    text: clean(message.text),
    html: clean(message.html),
    headers: Object.fromEntries(headers),
  };
}

/** The same for any text about a mail, a server's answer for one. */
export function redactText(text: string, address: string): string {
  return withoutTokens(withoutAddress(text, address));
}

function withoutAddress(text: string, address: string): string {
  return [address, encodeURIComponent(address)].reduce(
    (clean, form) => clean.replace(new RegExp(literally(form), 'gi'), maskAddress(address)),
    text,
  );
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function withoutTokens(text: string): string {
  return text.replace(/\btoken=[\w.~%-]+/g, 'token=…');
}
