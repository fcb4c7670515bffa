import { randomId } from '../room/ids.js';

/**
 * A session code of five characters; enough to tell the patients of one device apart. Without letters and digits that
 * are taken for one another.
 */
export const newCode = (): string =>
  randomId()
    .replace(/[0125iosz]/g, '')
    .slice(-5)
    .toUpperCase();
