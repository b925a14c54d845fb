import type { Window } from '../../time/window.ts';

/** One side of a comparison: the spans of a window, or those of files of its own. */
export type Side = {
  /** As it was given. */
  readonly label: string;
  /** Which files: the number of their world, where the sides are not of the same files. */
  readonly world: number | undefined;
  /** Where the side is files: all of them is compared, whatever time it took. */
  readonly isFiles: boolean;
  /** Open where the side is files and no window was asked for. */
  readonly window: Window;
};

export type Sides = { readonly before: Side; readonly after: Side };
