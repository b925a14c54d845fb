import type { Catalogue } from './catalogue.ts';
import { correctedModels } from './corrections.ts';
import { type Found, fromCorrection, fromList } from './find.ts';

/** Every model that has a price, ours before the list's, by provider and name. */
export function everyModel(catalogue: Catalogue): Found[] {
  const ours = correctedModels.map((model) => ({ ...fromCorrection(model), host: model.provider }));
  const isOurs = new Set(ours.map(nameOf));
  const listed = catalogue.flatMap(({ id, models }) =>
    models.map((model) => ({ ...fromList(id, model, 'exact'), host: id })),
  );
  const all = [...ours, ...listed.filter((model) => !isOurs.has(nameOf(model)))];
  return all.sort((left, right) => compare(nameOf(left), nameOf(right)));
}

const nameOf = ({ provider, id }: Pick<Found, 'provider' | 'id'>): string => `${provider}:${id}`;

/** By code points: the same order on every machine. */
function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
