import type { Row } from '../../report/report.ts';
import type { Cause } from './cause.ts';
import type { GroupChange } from './compare.ts';
import type { Facts } from './fact.ts';
import { idOf, keysOf, nameOf } from './group.ts';
import { moreRetrieved } from './size.ts';
import { magnitude } from './term.ts';

/** A user dominates who makes up more than half of a change, and three times his part of the cost before. */
const dominant = 0.5;
const leastRatio = 3;

/** A trace stands out that costs more than a tenth of the whole change, or half of that of its span, beyond a typical one. */
const shareOfAll = 0.1;
const shareOfGroup = 0.5;

/** Single users and single traces that make up much of a change: no test of many traces sees them. */
export function concentrated(facts: Facts): Cause[] {
  return [...dominantUsers(facts), ...outliers(facts)];
}

function dominantUsers({ comparison, floor, users, named, about }: Facts): Cause[] {
  return users.flatMap((row) => {
    const group = comparison.groups.find((each) => idOf(each.group.keys) === idOf(keysOf(row)));
    const [own, all] = [Number(row['change_usd']), Number(row['group_change_usd'])];
    const usd = BigInt(Math.round(own * 1e9));
    if (group === undefined || Number(row['users']) < leastRatio || magnitude(usd) <= floor) return [];
    const was = Number(row['before_usd']) / Number(row['group_before_usd']);
    if (own / all <= dominant || own / all <= leastRatio * was || all > 0 !== comparison.change > 0n)
      return [];
    const found = moreRetrieved(named);
    return [
      {
        symptom: 'one user dominates',
        evidence: [
          `${String(row['user_id'])} in ${nameOfGroup(group) ?? 'calls'}: `,
          { value: Number(row['before_usd']), unit: 'usd' },
          ' → ',
          { value: Number(row['after_usd']), unit: 'usd' },
          ', ',
          { value: was, unit: 'fraction' },
          ' → ',
          { value: Number(row['after_usd']) / (Number(row['group_before_usd']) + all), unit: 'fraction' },
          ' of its cost',
          ...(found === undefined
            ? []
            : [
                `; ${found.name} returns `,
                { value: found.before?.documents ?? null, unit: 'number' } as const,
                ' → ',
                { value: found.after?.documents ?? null, unit: 'number' } as const,
                ' documents',
              ]),
        ],
        see: `llmtrace top --user ${String(row['user_id'])} ${about.after}`,
        usd,
      },
    ];
  });
}

function outliers({ comparison, floor, examples, about }: Facts): Cause[] {
  return examples.flatMap((row, place) => {
    const typical = examples[place + 1];
    if (row['kind'] !== 'dearest' || typical?.['kind'] !== 'typical') return [];
    const usd = (Number(row['cost_usd']) - Number(typical['cost_usd'])) / comparison.whole[1].per;
    const beyond = BigInt(Math.round(usd * 1e9));
    const group = comparison.groups.find((each) => nameOfGroup(each) === row['key']);
    const isMuch = Number(beyond) > shareOfAll * Number(magnitude(comparison.change));
    const isMost = Number(beyond) > shareOfGroup * Number(magnitude(group?.change ?? 0n));
    if (comparison.change <= 0n || beyond <= floor || !(isMuch || isMost)) return [];
    return [outlier(row, typical, beyond, about.after)];
  });
}

function outlier(row: Row, typical: Row, usd: bigint, about: string): Cause {
  return {
    symptom: 'one trace stands out',
    evidence: [
      `${String(row['trace_id'])} costs `,
      { value: row['cost_usd'] ?? null, unit: 'usd' },
      ` in ${String(row['key'] ?? 'calls')}, a typical trace `,
      { value: typical['cost_usd'] ?? null, unit: 'usd' },
    ],
    see: `llmtrace show ${String(row['trace_id'])} ${about}`,
    usd,
  };
}

const nameOfGroup = (group: GroupChange) => nameOf(group.group.keys);
