import type { Finding, Kind, Tier } from './finding.ts';
import type { Call, Issue } from './issue.ts';
import { isSame, novelty } from './outcome.ts';
import { type Redundancy, reach } from './redundancy.ts';
import type { Step, Thread } from './step.ts';

/** Answers that have so much of their words in common say the same; so many in a row are a monologue. */
const nearlyEqual = 0.9;
const fewestAnswers = 3;

/** A turn of which less than this was not known before brings next to nothing; so many in a row are no progress. */
const leastNovelty = 0.15;
const fewestTurns = 5;

/**
 * With the loops that no repeated call gives away: a model that says the same again without asking for a tool, and turns that
 * bring nothing new while the prompt grows. `findings`: what was found so far, whose steps are not told twice.
 */
export function withoutProgress(
  thread: Thread,
  issue: Issue,
  findings: readonly Finding[],
): { readonly findings: readonly Finding[]; readonly issue: Issue } {
  if (!thread.mayStand) return { findings, issue };
  const taken = new Set(findings.flatMap(({ group }) => group.steps));
  const stale = runs(staleSteps(thread, issue, taken)).filter((run) => turnsOf(run, issue) >= fewestTurns);
  const answers = issue.isOwn ? answersOf(issue) : [];
  const monologues = runs(repeatedAnswers(answers)).filter((run) => run.length >= fewestAnswers - 1);
  return {
    findings: [
      ...findings,
      ...stale.map((run) => found(thread, run, 'growth', 'suspected', run.length / fewestTurns)),
      ...monologues.map((run) => found(thread, run, 'monologue', tierOf(run), scoreOf(run))),
    ],
    issue: { ...issue, askedBy: new Map([...issue.askedBy, ...answers.map(placed)]) },
  };
}

const scoreOf = (run: readonly Redundancy[]) => run.reduce((sum, { weight }) => sum + weight, 0);

function found(
  thread: Thread,
  redundancies: readonly Redundancy[],
  kind: Kind,
  tier: Tier,
  score: number,
): Finding {
  const [first] = redundancies;
  const steps = [...new Set([...(first ? [first.earlier] : []), ...redundancies.map(({ later }) => later)])];
  const round = kind === 'growth' ? steps : [];
  const group = { clusters: [], steps, redundancies, period: 1, repeats: steps.length, round };
  return { thread, group, tier, kind, score, isScattered: false };
}

/** Stretches of one and the next; a gap ends one. */
function runs(found: readonly (Redundancy | undefined)[]): Redundancy[][] {
  const stretches: Redundancy[][] = [[]];
  for (const each of found) {
    if (each === undefined) stretches.push([]);
    else stretches.at(-1)?.push(each);
  }
  return stretches.filter((stretch) => stretch.length > 0);
}

/** For each step the earlier one whose result it repeats, whatever the tool, while the prompt grows; undefined for one that brought something. */
function staleSteps(
  { steps }: Thread,
  { calls, askedBy }: Issue,
  taken: ReadonlySet<Step>,
): (Redundancy | undefined)[] {
  const inputOf = (step: Step | undefined) =>
    step === undefined ? undefined : calls[askedBy.get(step) ?? -1]?.inputTokens;
  return steps.map((later, index) => {
    if (!later.isTelling || later.isChange || taken.has(later)) return undefined;
    const [now, before] = [inputOf(later), inputOf(steps[index - 1])];
    const isOneTurn = askedBy.get(later) === askedBy.get(steps[index - 1] ?? later);
    if (now === undefined || before === undefined || (now <= before && !isOneTurn)) return undefined;
    return staleSince(later, steps.slice(Math.max(0, index - reach), index));
  });
}

function staleSince(later: Step, before: readonly Step[]): Redundancy | undefined {
  const known = before
    .filter(({ changes }) => changes === later.changesBefore)
    .map((earlier) => ({ earlier, share: novelty(earlier.outcome, later.outcome) }))
    .reduce<{ earlier: Step; share: number } | undefined>(
      (best, each) => (best !== undefined && best.share <= each.share ? best : each),
      undefined,
    );
  if (known === undefined || known.share >= leastNovelty) return undefined;
  return { earlier: known.earlier, later, sort: 'stale', isExact: false, weight: 1 - known.share };
}

const turnsOf = (run: readonly Redundancy[], { askedBy }: Issue) =>
  new Set(run.map(({ later }) => askedBy.get(later))).size;

/** An answer in words, as a step of the thread. */
type Answer = { readonly step: Step; readonly call: Call; readonly place: number };

const placed = ({ step, place }: Answer): [Step, number] => [step, place];

function answersOf({ calls, askedBy }: Issue): Answer[] {
  const asking = new Set(askedBy.values());
  return calls.flatMap((call, place) =>
    call.said === undefined || asking.has(place) ? [] : [{ step: stepOf(call, place), call, place }],
  );
}

function stepOf({ turn, said }: Call, place: number): Step {
  return {
    ...{ place, turn, together: 1, outcome: said },
    ...{ tool: 'the model', askedKey: said?.number ?? 0, asked: new Map(), cost: undefined },
    ...{ hasFailed: false, isChange: false, changes: 0, changesBefore: 0, isTelling: true, isProse: true },
  };
}

/**
 * Does a call go on from another: is its prompt that of the other, with or without its answer and a few words more? Calls that ask
 * the same of many documents have prompts of any length. 0: the same prompt again; undefined: it does not, or the log does not say.
 */
function goesOn(before: Call, now: Call): number | undefined {
  if (before.inputTokens === undefined || now.inputTokens === undefined) return undefined;
  const [more, answer] = [now.inputTokens - before.inputTokens, before.outputTokens];
  if (more === 0) return 0;
  if (answer === undefined || before.model !== now.model) return undefined;
  return more >= answer / 2 && more <= 2 * answer + aFewWords ? more : undefined;
}

/** Tokens of what a program says to a model that stands still: go on, are you there? */
const aFewWords = 200;

/** For each answer the one right before it, if it goes on from it and says the same. */
function repeatedAnswers(answers: readonly Answer[]): (Redundancy | undefined)[] {
  return answers.map((later, index) => {
    const earlier = answers[index - 1];
    if (earlier === undefined || later.place !== earlier.place + 1) return undefined;
    const more = goesOn(earlier.call, later.call);
    if (more === undefined || !isSame(earlier.call.said, later.call.said, nearlyEqual)) return undefined;
    const isExact = more > 0 && earlier.step.askedKey === later.step.askedKey;
    return {
      ...{ earlier: earlier.step, later: later.step, sort: 'stale', isExact },
      weight: isExact ? 1 : nearlyEqual,
    };
  });
}

const tierOf = (run: readonly Redundancy[]): Tier =>
  scoreOf(run) >= 1.5 && run.every(({ isExact }) => isExact) ? 'confirmed' : 'suspected';
