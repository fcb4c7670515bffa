/** Letters and digits that are not taken for one another. */
const LETTERS = 'ABCDEFGHJKLMNPQRTUVWXY346789';

/** A session code of five characters; enough to tell the patients of one device apart. */
export const newCode = (): string =>
  [...crypto.getRandomValues(new Uint8Array(5))].map((byte) => LETTERS[byte % LETTERS.length]).join('');
