/**
 * Keep the old value wherever the new one says the same.
 *
 * The state arrives whole; with shared parts only the messages that changed are drawn again.
 */
export function share<T>(previous: unknown, next: T): T {
  if (previous === next || typeof previous !== "object" || typeof next !== "object" || !previous || !next) return next;
  if (Array.isArray(previous) !== Array.isArray(next)) return next;
  const old = previous as Record<string, unknown>;
  const fresh = next as Record<string, unknown>;
  const keys = Object.keys(fresh);
  let isSame = keys.length === Object.keys(old).length;
  const shared: Record<string, unknown> = Array.isArray(next) ? ([] as unknown as Record<string, unknown>) : {};
  for (const key of keys) {
    shared[key] = share(old[key], fresh[key]);
    if (shared[key] !== old[key] || !(key in old)) isSame = false;
  }
  return (isSame ? previous : shared) as T;
}
