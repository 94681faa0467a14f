/** On a thread that an earlier version has left open: leads to it there. */
export function FromVersion({ version, href }: { version: number; href: string }) {
  return (
    <a
      href={href}
      title={`Open it on version ${version}`}
      className="rounded-md bg-warn-soft px-1.5 py-0.5 text-xs font-medium text-warn hover:underline coarse:inline-flex coarse:min-h-8 coarse:items-center"
    >
      from version {version}
    </a>
  );
}
