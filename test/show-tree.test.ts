import { describe, expect, test } from 'vitest';
import { dollars, picoDollars } from '../src/analyses/dollars.ts';
import { rolledUp, shareOf, total } from '../src/analyses/show/cost.ts';
import { inputGrowth } from '../src/analyses/show/span.ts';
import { covered, criticalPath, type Extent, type Extents, selfTimes } from '../src/analyses/show/time.ts';
import { type Tree, treeOf } from '../src/analyses/show/tree.ts';

/** `root > a > b`: each span by its name and its parent's. */
function family(parents: Readonly<Record<string, string | null>>): Tree {
  return treeOf(Object.entries(parents).map(([spanKey, parentKey]) => ({ spanKey, parentKey })));
}

describe('the tree', () => {
  test('has parents before their children, and siblings in the order in which they started', () => {
    const tree = family({ child: 'root', root: null, second: 'root', grandchild: 'child' });
    expect(tree.order).toEqual([1, 0, 3, 2]);
    expect(tree.depth).toEqual([1, 0, 1, 2]);
    expect(tree.parent).toEqual([1, undefined, 1, 0]);
    expect(tree.roots).toEqual([1]);
  });

  test('keeps every root of a trace that has several', () => {
    expect(family({ one: null, two: null }).order).toEqual([0, 1]);
  });

  test('keeps spans whose parent is not in the log, after the roots, with what is below them', () => {
    const tree = family({ orphan: 'lost', root: null, below: 'orphan' });
    expect(tree.order).toEqual([1, 0, 2]);
    expect(tree.depth).toEqual([0, 0, 1]);
    expect(tree.orphans).toEqual(new Set([0]));
  });

  test('cuts a circle of parents where it began', () => {
    const tree = family({ one: 'three', two: 'one', three: 'two', root: null });
    expect(tree.order).toEqual([3, 0, 1, 2]);
    expect(tree.depth).toEqual([0, 1, 2, 0]);
    expect(tree.parent).toEqual([undefined, 0, 1, undefined]);
    expect(tree.circular).toEqual(new Set([0]));
    expect(tree.children[2]).toEqual([]);
  });

  test('takes a span that is its own parent for a root', () => {
    const tree = family({ self: 'self' });
    expect([tree.order, tree.parent]).toEqual([[0], [undefined]]);
  });

  test('lists spans without ids, and two with the same id, once each', () => {
    const nameless = { spanKey: null, parentKey: null };
    const twin = { spanKey: 'twin', parentKey: null };
    const tree = treeOf([nameless, twin, twin, nameless, { spanKey: null, parentKey: 'twin' }]);
    expect(tree.order).toEqual([0, 1, 4, 2, 3]);
  });

  test('holds a hundred thousand spans in a row, each below the last, in less than two seconds', () => {
    const spans = Array.from({ length: 100_000 }, (_, place) => ({
      spanKey: String(place),
      parentKey: place === 0 ? null : String(place - 1),
    }));
    const started = performance.now();
    const tree = treeOf(spans);
    const extents = spans.map((_, place) => ({ start: place, end: 300_000 - place }));
    expect(tree.depth.at(-1)).toBe(99_999);
    expect(
      rolledUp(
        tree,
        spans.map(() => 1n),
      )[0],
    ).toBe(100_000n);
    expect(selfTimes(tree, extents)[0]).toBe(2);
    expect(criticalPath(tree, extents).size).toBe(100_000);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

/** Milliseconds as the microseconds of an extent. */
const from = (start: number, end: number): Extent => ({ start: start * 1000, end: end * 1000 });

/** The critical path as names and milliseconds. */
function pathOf(parents: Readonly<Record<string, string | null>>, extents: Extents): Record<string, number> {
  const names = Object.keys(parents);
  const held = criticalPath(family(parents), extents);
  return Object.fromEntries([...held].map(([place, micro]) => [names[place] ?? '', micro / 1000]));
}

describe('self time', () => {
  test('counts what overlaps once, and only inside the bounds', () => {
    //  0    2    4    6    8    10
    //  |─────────bounds─────────|
    //  |────|              ········ outside
    //    |─────|        |─────────|
    expect(covered([from(7, 11), from(0, 2), from(1, 4)], from(0, 10))).toBe(7000);
    expect(covered([from(-5, 0), from(10, 12)], from(0, 10))).toBe(0);
    expect(covered([from(0, 10), from(2, 3)], from(0, 10))).toBe(10_000);
  });

  test('is the latency without the time in which some child ran', () => {
    //  0         10        20        30
    //  |────────── root ───────────|      30 ms
    //       |──── a ────|                 5..15
    //               |── b ──|             12..20
    //                            |─ c ──| 26..33, outlasts its parent
    const tree = family({ root: null, a: 'root', b: 'root', c: 'root' });
    const extents = [from(0, 30), from(5, 15), from(12, 20), from(26, 33)];
    expect(selfTimes(tree, extents)).toEqual([11_000, 10_000, 8000, 7000]);
  });

  test('is unknown where the latency is, and untouched by children without one', () => {
    const tree = family({ root: null, a: 'root', b: 'a' });
    expect(selfTimes(tree, [from(0, 9), undefined, from(1, 2)])).toEqual([9000, undefined, 1000]);
  });
});

describe('the critical path', () => {
  test('goes backwards through the child that finished last before the next one began', () => {
    //  0         10        20        30
    //  |────────── root ──────────────|
    //  |── a ──|                          0..9
    //  |─── b ───|                        0..11   a's parallel twin, slower
    //             |──── c ────|           12..25
    //             |─ d ─|                 12..18  c's parallel twin, faster
    const parents = { root: null, a: 'root', b: 'root', c: 'root', d: 'root' };
    const extents = [from(0, 30), from(0, 9), from(0, 11), from(12, 25), from(12, 18)];
    expect(pathOf(parents, extents)).toEqual({ root: 6, c: 13, b: 11 });
  });

  test('goes down: a child holds its parent up by what it did itself', () => {
    const parents = { root: null, agent: 'root', call: 'agent', tool: 'agent' };
    const extents = [from(0, 100), from(10, 90), from(10, 40), from(40, 80)];
    expect(pathOf(parents, extents)).toEqual({ root: 20, agent: 10, call: 30, tool: 40 });
  });

  test('takes calls that overlap by a rounding for a sequence', () => {
    const extents = [from(0, 20), from(0, 10.4), from(10, 20)];
    expect(pathOf({ root: null, a: 'root', b: 'root' }, extents)).toEqual({ root: 0, b: 10, a: 10 });
  });

  test('leaves out what ran beside the call that was waited for', () => {
    const extents = [from(0, 20), from(0, 12), from(10, 20)];
    expect(pathOf({ root: null, a: 'root', b: 'root' }, extents)).toEqual({ root: 10, b: 10 });
  });

  test('ends a child that outlasts its parent with it', () => {
    expect(pathOf({ root: null, a: 'root' }, [from(0, 10), from(4, 15)])).toEqual({ root: 4, a: 6 });
  });

  test('has no span for the time between roots', () => {
    expect(pathOf({ one: null, two: null }, [from(0, 10), from(50, 60)])).toEqual({ two: 10, one: 10 });
  });

  test('is empty when nobody knows how long anything took', () => {
    expect(pathOf({ root: null }, [undefined])).toEqual({});
  });

  test('adds up to the latency of the root, whatever is below it', () => {
    const random = seeded(7);
    for (let round = 0; round < 200; round += 1) {
      const parents: (string | null)[] = [null];
      const extents: Extent[] = [{ start: 0, end: 100_000 }];
      for (let place = 1; place < 12; place += 1) {
        const above = Math.floor(random() * place);
        const { start, end } = extents[above] ?? { start: 0, end: 0 };
        const [one, other] = [start + random() * (end - start), start + random() * (end - start)];
        parents.push(String(above));
        extents.push({ start: Math.round(Math.min(one, other)), end: Math.round(Math.max(one, other)) });
      }
      const tree = treeOf(parents.map((parentKey, place) => ({ spanKey: String(place), parentKey })));
      const sum = [...criticalPath(tree, extents).values()].reduce((one, other) => one + other);
      expect(sum).toBe(100_000);
    }
  });
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

describe('cost', () => {
  test('rolls up exactly: a root is the sum of everything below it', () => {
    const tree = family({ root: null, a: 'root', b: 'a', c: 'a', d: 'root' });
    const costs = [null, '0.100000000000', '0.200000000000', '0.000000000001', null].map(picoDollars);
    expect(rolledUp(tree, costs).map(dollars)).toEqual([
      '0.300000000001',
      '0.300000000001',
      '0.200000000000',
      '0.000000000001',
      null,
    ]);
    expect(dollars(total(costs))).toBe('0.300000000001');
  });

  test('counts what a circle costs once', () => {
    const tree = family({ one: 'two', two: 'one' });
    expect(rolledUp(tree, [3n, 4n])).toEqual([7n, 4n]);
  });

  test('is a share of what is known; of nothing there is none', () => {
    expect(shareOf(1n, 4n)).toBe(0.25);
    expect(shareOf(undefined, 4n)).toBeNull();
    expect(shareOf(0n, 0n)).toBeNull();
  });

  test('keeps its sign', () => {
    expect(dollars(picoDollars('-0.500000000000'))).toBe('-0.500000000000');
  });
});

describe('input growth', () => {
  const call = { traceId: 'run', parentKey: 'agent', agent: null, model: 'sonnet', isCall: true };

  test('is what a call sends more than the one before it', () => {
    const inputs = [1800, 4200, 5800, 7200, 3000];
    expect(inputGrowth(inputs.map((inputTokens) => ({ ...call, inputTokens })))).toEqual([
      undefined,
      2400,
      1600,
      1400,
      -4200,
    ]);
  });

  test('never compares another agent, parent or model, nor what is no call', () => {
    const spans = [
      { ...call, inputTokens: 100 },
      { ...call, agent: 'helper', inputTokens: 5000 },
      { ...call, parentKey: 'other', inputTokens: 6000 },
      { ...call, model: 'haiku', inputTokens: 7000 },
      { ...call, isCall: false, inputTokens: 8000 },
      { ...call, inputTokens: undefined },
      { ...call, inputTokens: 150 },
    ];
    expect(inputGrowth(spans)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      50,
    ]);
  });
});
