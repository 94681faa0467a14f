import type { Video } from '#shared/videos.ts';
import { errorText } from '../../api/api-error.ts';

/** What is going to be recorded: a video, or the next version of one. */
export function SetupHeading(props: {
  versionOf: string | null;
  before: { data: Video | undefined; error: unknown };
}) {
  const { data, error } = props.before;
  return (
    <>
      <h1 className="text-2xl font-semibold tracking-tight">
        {props.versionOf ? 'New version' : 'New recording'}
      </h1>
      <p className="mt-1 text-ui text-dim">
        {props.versionOf
          ? `Of “${data?.title ?? '…'}”, under the same link. It takes the place of the current one when you stop.`
          : 'The link is there before you start, and plays the moment you stop.'}
      </p>
      {Boolean(error) && (
        <p role="alert" className="mt-4 rounded-lg bg-danger-soft px-3 py-2 text-ui text-danger">
          {errorText(error).message}
        </p>
      )}
    </>
  );
}
