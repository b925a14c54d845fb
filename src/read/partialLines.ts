const cri = /^\S+ (stdout|stderr) ([FP])(?::\S*)? /;

/** A line of a container's log that the runtime cut (docker at 16 KB, CRI with the mark P): the rest comes on a later line. */
type Part = {
  readonly stream: string;
  readonly head: string;
  readonly text: string;
  readonly tail: string;
  readonly isLast: boolean;
};

export type Joined = { readonly line: number; readonly text: string };

/** Joins the pieces of long container log lines again, per stream. Lines of other kinds pass as they are. */
export class PartialLines {
  readonly #held = new Map<string, { line: number; head: string; texts: string[] }>();

  /** The whole line that ends here, or nothing when its rest is still to come. */
  join(text: string, line: number): Joined | undefined {
    const part = text.startsWith('{') ? dockerPart(text) : criPart(text);
    if (part === undefined) return { line, text };
    const held = this.#held.get(part.stream);
    if (part.isLast && held === undefined) return { line, text };
    const whole = held ?? { line, head: part.head, texts: [] };
    whole.texts.push(part.text);
    if (!part.isLast) {
      this.#held.set(part.stream, whole);
      return undefined;
    }
    this.#held.delete(part.stream);
    return { line: whole.line, text: whole.head + whole.texts.join('') + part.tail };
  }

  /** The lines on which something began whose end never came. */
  unfinished(): number[] {
    return [...this.#held.values()].map(({ line }) => line);
  }
}

function criPart(text: string): Part | undefined {
  const match = cri.exec(text);
  if (match === null) return undefined;
  const [head, stream, mark] = match;
  return {
    stream: String(stream),
    head: head.replace(/ P(:\S*)? $/, ' F '),
    text: text.slice(head.length),
    tail: '',
    isLast: mark === 'F',
  };
}

const dockerHead = '{"log":"';
const dockerTail = /","stream":"(stdout|stderr)"(?:,"attrs":\{[^}]*\})?,"time":"[^"]*"\}\s*$/;

/** Docker's driver always writes its members in this order; its cut pieces lack the `\n` at the end of `log`. */
function dockerPart(text: string): Part | undefined {
  if (!text.startsWith(dockerHead)) return undefined;
  const match = dockerTail.exec(text.slice(-2000));
  if (match === null) return undefined;
  const end = text.length - match[0].length;
  const log = text.slice(dockerHead.length, end);
  return {
    stream: String(match[1]),
    head: dockerHead,
    text: log,
    tail: match[0],
    isLast: log.endsWith('\\n'),
  };
}
