/**
 * Text from a log is foreign: an escape sequence in a trace id could recolour, overwrite or retitle the reader's terminal,
 * and a bidirectional override could show another id than the one that is there.
 */

/** Controls (C0, DEL, C1), line and paragraph separators, lone surrogates, bidirectional controls, and invisible marks
 * other than the joiners of emoji and Indic scripts. */
const unseen =
  /\r\n|[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\u00ad\u200b\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0001}-\u{e007f}]/u;
const everyUnseen = new RegExp(unseen, 'gu');

/** Controls that a terminal obeys; TAB, CR and LF are data to a spreadsheet. */
const obeyed = /[\p{Cc}\p{Cs}]/u;
const everyObeyed = new RegExp(obeyed, 'gu');

/** On one line and harmless on a screen: `\n` becomes `␊`, ESC `␛`; what merely hides or turns text is left out. */
export function visible(text: string): string {
  return unseen.test(text) ? text.replace(everyUnseen, picture) : text;
}

/** Lines and tabs as they are, the other controls as in `visible`. */
export function withoutEscapes(text: string): string {
  return obeyed.test(text)
    ? text.replace(everyObeyed, (found) => ('\t\r\n'.includes(found) ? found : picture(found)))
    : text;
}

function picture(found: string): string {
  const code = found.codePointAt(0) ?? 0;
  if (found === '\r\n' || /[\p{Zl}\p{Zp}]/u.test(found)) return '␊';
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '␡';
  return /[\p{Cc}\p{Cs}]/u.test(found) ? '\ufffd' : '';
}
