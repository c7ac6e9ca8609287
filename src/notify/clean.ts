/** Control characters, line separators, and the invisible ones that turn or hide text; the joiners of emoji stay. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const HIDDEN =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;

/** One line of text from outside: no line break, no control character, nothing that reorders what is beside it. */
export function oneLine(text: string): string {
  return text.toWellFormed().replaceAll(CONTROLS, ' ').replaceAll(HIDDEN, '').replaceAll(/\s+/gu, ' ').trim();
}
