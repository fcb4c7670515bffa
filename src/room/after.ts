/** Settled so many ms from now. */
export const after = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
