/** Says, once for each, that a window of the room has loaded another version of Stillroom than this one. */
export function createVersions(room: string, version: string): (other: string | undefined) => void {
  const known = new Set<string | undefined>([version, undefined]);
  return (other) => {
    if (known.has(other)) return;
    known.add(other);
    // eslint-disable-next-line no-console -- whoever updates a page looks there
    console.warn(
      `Stillroom ${version} runs here, and ${other} in another window of the room “${room}”. Reload the older one when no session is open.`,
    );
  };
}
