import { isUtf8 } from 'node:buffer';
import type { Encoding } from './encoding.ts';
import { type Alteration, unaltered } from './record.ts';

/** Text of a file in order: whole lines, or a part of one line that is longer than `longestHeld`. */
export type Block = { readonly text: string; readonly alterations: readonly Alteration[] };

export type Decoder = { readonly push: (bytes: Buffer) => Block[]; readonly end: () => Block[] };

const newline = 10;
const longestHeld = 4 << 20;
const utf16: readonly Alteration[] = ['UTF-16'];
const invalid: readonly Alteration[] = ['invalid UTF-8'];

/** Bytes, pushed in order, to text. Bytes that are no UTF-8 become U+FFFD, and only their own line counts as altered. */
export function decoder(encoding: Encoding): Decoder {
  return encoding === 'utf8' ? new Utf8Decoder() : utf16Decoder(encoding);
}

function utf16Decoder(encoding: 'utf16le' | 'utf16be'): Decoder {
  const text = new TextDecoder(encoding === 'utf16le' ? 'utf-16le' : 'utf-16be');
  return {
    push: (bytes) => [{ text: text.decode(bytes, { stream: true }), alterations: utf16 }],
    end: () => [{ text: text.decode(), alterations: utf16 }],
  };
}

/** Holds back the line that a piece of the file breaks off in; owns those bytes, since callers reuse their buffer. */
class Utf8Decoder implements Decoder {
  #held: Buffer[] = [];
  #heldBytes = 0;

  push(bytes: Buffer): Block[] {
    const end = bytes.lastIndexOf(newline) + 1;
    if (end === 0) {
      this.#hold(bytes);
      return this.#heldBytes > longestHeld ? this.#release() : [];
    }
    const whole =
      this.#heldBytes === 0 ? bytes.subarray(0, end) : Buffer.concat([...this.#held, bytes.subarray(0, end)]);
    this.#held = [];
    this.#heldBytes = 0;
    this.#hold(bytes.subarray(end));
    return blocks(whole);
  }

  end(): Block[] {
    return this.#heldBytes === 0 ? [] : blocks(Buffer.concat(this.#held));
  }

  #hold(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#held.push(Buffer.from(bytes));
    this.#heldBytes += bytes.length;
  }

  #release(): Block[] {
    const bytes = Buffer.concat(this.#held);
    const cut = wholeCharacters(bytes);
    this.#held = [];
    this.#heldBytes = 0;
    this.#hold(bytes.subarray(cut));
    return blocks(bytes.subarray(0, cut));
  }
}

/** Where the last character that may be incomplete starts, at most three bytes before the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let at = bytes.length - 1; at >= bytes.length - 4 && at > 0; at -= 1) {
    const byte = bytes[at] as number;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return at;
  }
  return bytes.length;
}

function blocks(bytes: Buffer): Block[] {
  if (isUtf8(bytes)) return [{ text: bytes.toString('utf8'), alterations: unaltered }];
  const lines: Block[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(newline, from) + 1 || bytes.length;
    const line = bytes.subarray(from, end);
    lines.push({ text: line.toString('utf8'), alterations: isUtf8(line) ? unaltered : invalid });
    from = end;
  }
  return lines;
}
