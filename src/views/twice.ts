import type { View } from './view.js';

/** How long a first touch waits for the second, ms. */
const WAITS = 4000;

/** What needs two touches takes them in place; a double click is one. `asked`: it has been touched once. */
export function twice(view: View, act: () => unknown) {
  let asked: ReturnType<typeof setTimeout> | undefined;
  const over = () => {
    asked = undefined;
    view.requestUpdate();
  };
  return {
    get asked() {
      return !!asked;
    },
    touch({ detail }: MouseEvent): void {
      const sure = asked && detail < 2;
      clearTimeout(asked);
      asked = sure ? undefined : setTimeout(over, WAITS);
      view.requestUpdate();
      if (sure) act();
    },
  };
}
