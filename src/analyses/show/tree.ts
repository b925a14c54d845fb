/** What makes a tree of spans: each span's own key and its parent's; null where the log does not say. */
export type Linked = { readonly spanKey: string | null; readonly parentKey: string | null };

/** Spans by their place in the list they came in. Siblings, and roots of one sort, keep the order of that list. */
export type Tree = {
  /** Every span once, parents before their children: roots, then orphans, then what only a circle holds. */
  readonly order: readonly number[];
  /** By place: 0 at the top of the tree. */
  readonly depth: readonly number[];
  /** By place: undefined at the top of the tree. */
  readonly parent: readonly (number | undefined)[];
  /** By place. */
  readonly children: readonly (readonly number[])[];
  readonly roots: readonly number[];
  /** They name a parent that is not among the spans. */
  readonly orphans: ReadonlySet<number>;
  /** Their parents go round in a circle, which is cut above them. */
  readonly circular: ReadonlySet<number>;
};

/** Takes time linear in the number of spans, however deep the tree. Of two spans with one key the first is the parent. */
export function treeOf(spans: readonly Linked[]): Tree {
  const parents = parentsOf(spans);
  const tops = spans.flatMap((_, place) => (parents[place] === undefined ? [place] : []));
  const orphans = new Set(tops.filter((place) => isOrphan(spans[place])));
  const children = childrenOf(parents);
  const walk = new Walk(children);
  const roots = [...tops.filter((place) => !orphans.has(place)), ...orphans];
  for (const root of roots) walk.from(root);
  const circular = new Set<number>();
  for (const place of spans.keys()) if (walk.from(place)) circular.add(place);
  const { order, depth, below } = walk;
  const parent = spans.map((_, place) => (circular.has(place) ? undefined : parents[place]));
  return { order, depth, parent, children: below, roots: [...roots, ...circular], orphans, circular };
}

function parentsOf(spans: readonly Linked[]): (number | undefined)[] {
  const places = new Map<string, number>();
  for (const [place, { spanKey }] of spans.entries())
    if (spanKey !== null && !places.has(spanKey)) places.set(spanKey, place);
  return spans.map(({ parentKey }) => (parentKey === null ? undefined : places.get(parentKey)));
}

const isOrphan = (span: Linked | undefined) => span !== undefined && span.parentKey !== null;

function childrenOf(parents: readonly (number | undefined)[]): number[][] {
  const children: number[][] = parents.map(() => []);
  for (const [place, parent] of parents.entries()) if (parent !== undefined) children[parent]?.push(place);
  return children;
}

/** Visits every span once, without recursion: runaway agents nest a hundred thousand deep. */
class Walk {
  readonly #children: readonly (readonly number[])[];
  readonly #seen: boolean[];
  readonly order: number[] = [];
  readonly depth: number[];
  /** The children that were visited below their parent: those of a circle are cut off where it began. */
  readonly below: number[][];

  constructor(children: readonly (readonly number[])[]) {
    this.#children = children;
    this.#seen = children.map(() => false);
    this.depth = children.map(() => 0);
    this.below = children.map(() => []);
  }

  /** False when it has been here before. */
  from(root: number): boolean {
    if (this.#seen[root]) return false;
    const open = [root];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      this.#seen[place] = true;
      this.order.push(place);
      const unseen = (this.#children[place] ?? []).filter((child) => !this.#seen[child]);
      for (const child of unseen) this.depth[child] = (this.depth[place] ?? 0) + 1;
      this.below[place] = unseen;
      open.push(...unseen.toReversed());
    }
    return true;
  }
}
