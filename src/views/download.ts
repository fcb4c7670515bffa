/** A file stays there to be fetched for so long, ms: some browsers begin a while after the touch. */
const STAYS = 60_000;

/** Hands a file to the person. @param name must say nothing of anybody */
export function download(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), STAYS);
}
