import type { Answer } from '../analysis.ts';
import { recipes } from './recipes.ts';

/** The ready queries, with what can be set. */
export function recipeReport(): Answer {
  const columns = [
    { key: 'recipe', unit: 'text', show: 'always' },
    { key: 'question', unit: 'text', show: 'always', wraps: true },
    { key: 'params', unit: 'list', show: 'always', wraps: true },
  ] as const;
  const rows = recipes.map(({ name, question, parameters }) => ({
    recipe: name,
    question,
    params: parameters.map((parameter) => `${parameter.name}=${parameter.value}`),
  }));
  return { sections: [{ key: 'rows', columns, rows }], notes: [] };
}
