import type { Column } from '../report/report.ts';
import { mayCut } from './units.ts';

/** A column of a table and the cells of the screen it would like. */
export type Wish = { readonly column: Column; readonly width: number };
export type Layout = {
  /** Indexes of the wishes that are shown, and the width each gets. */
  readonly shown: readonly { readonly index: number; readonly column: Column; readonly width: number }[];
  /** Columns that should always show and for which there is no room at all. */
  readonly crowdedOut: readonly Column[];
};

/** Blank cells between two columns. */
export const gap = 2;

/** A text cut shorter than this says nothing. */
const leastText = 8;

type Place = { readonly index: number; readonly column: Column; readonly wish: number; width: number };

/**
 * Fits columns into `room` cells. A text may take a quarter of the screen before columns of numbers have to go; then
 * the `room` columns go, last first (those behind a text that wraps before it is squeezed); then texts shrink further; at the very end columns that always show go, last
 * first. What is left over goes back to the texts. A number is never cut: half a number is a wrong number.
 */
export function layout(wishes: readonly Wish[], room: number): Layout {
  const quarter = Math.max(leastText, Math.floor(room / 4));
  const places = wishes.map(({ column, width }, index) => {
    return { index, column, wish: width, width: mayCut(column.unit) ? Math.min(width, quarter) : width };
  });
  const optional = dropped(besideWrapped(places, room), room, isOptional);
  if (total(optional) > room) for (const place of optional) place.width = least(place);
  const kept = dropped(optional, room, ({ index }) => index !== optional[0]?.index);
  spread(kept, room);
  return {
    shown: kept,
    crowdedOut: optional.filter((place) => !kept.includes(place)).map(({ column }) => column),
  };
}

const isOptional = ({ column }: Place) => (column.show ?? 'room') === 'room';

/** What stands behind a text that goes on in the next line goes before the text gets less than half of the screen. */
function besideWrapped(places: readonly Place[], room: number): Place[] {
  const wrapping = places.find(({ column }) => column.wraps === true);
  if (wrapping === undefined) return [...places];
  const generous = { ...wrapping, width: Math.min(wrapping.wish, Math.floor(room / 2)) };
  const tried = places.map((place) => (place === wrapping ? generous : place));
  const kept = dropped(tried, room, (place) => isOptional(place) && place.index > wrapping.index);
  return kept.map((place) => (place === generous ? wrapping : place));
}

/** Takes away the last of those that may go until the rest fits. */
function dropped(places: readonly Place[], room: number, mayGo: (place: Place) => boolean): Place[] {
  const kept = [...places];
  while (total(kept) > room) {
    const last = kept.findLastIndex(mayGo);
    if (last < 0) return kept;
    kept.splice(last, 1);
  }
  return kept;
}

function spread(places: readonly Place[], room: number): void {
  for (const place of places) {
    const spare = Math.max(0, room - total(places));
    place.width = Math.min(place.wish, place.width + spare);
  }
}

function least({ column, wish, width }: Place): number {
  return mayCut(column.unit) ? Math.min(wish, leastText) : width;
}

function total(places: readonly Place[]): number {
  return places.reduce((sum, { width }) => sum + width + gap, -gap);
}
