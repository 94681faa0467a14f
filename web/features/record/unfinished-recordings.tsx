import { CloudUpload } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { Link, useLocation } from '@tanstack/react-router';
import { formatTimecode } from '#shared/timecode.ts';
import type { VideoSlug } from '#shared/ids.ts';
import { queries, queryClient } from '../../api/client.ts';
import { slugOf } from '../../api/slug.ts';
import { isUnderWay } from '../../recorder/recorder-machine.ts';
import { canSpool } from '../../recorder/spool/spool.ts';
import type { RecordingInfo } from '../../recorder/spool/journal.ts';
import type { SpooledRecording } from '../../recorder/spool/spool-files.ts';
import { timeLeft } from '../../api/transfer-rate.ts';
import { deliveries, finishEarlier, throwAway, watchUnfinished } from '../../recorder/upload/deliveries.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { showToast } from '../../ui/toast.tsx';
import { SignInAgain } from '../auth/sign-in-again.tsx';
import { retryUploads, useUploads } from '../upload/upload-list.ts';
import { megabytes } from './delivery-line.tsx';
import { SaveCopyButton } from './save-copy-button.tsx';
import { useDeliveries, useRecorder } from './use-recorder.ts';

const time = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short' });

/** `14:02`, with the day where it was not today. */
function whenOf(startedAt: string): string {
  const at = new Date(startedAt);
  const isToday = at.toDateString() === new Date().toDateString();
  return isToday ? time.format(at) : `${day.format(at)}, ${time.format(at)}`;
}

/** On any page: what a closed tab or a crash has left on this device, what is being uploaded, and signing in for it. */
export function UnfinishedRecordings() {
  const [left, setLeft] = useState<SpooledRecording[]>([]);
  const running = useDeliveries();
  useEffect(() => {
    if (!canSpool()) return;
    // What another account has left on this device is not ours to finish.
    const me = queryClient.getQueryData(queries.accounts.me.queryKey())?.user.id;
    return watchUnfinished((all) => setLeft(all.filter(({ info }) => info.userId === me)));
  }, []);
  // What somebody else has begun to finish, such as the comment that it belongs to, is not left any more.
  const isRunning = (recording: SpooledRecording) =>
    running.some(({ info }) => info.recordingId === recording.info.recordingId);
  if (left.some(isRunning)) setLeft(left.filter((recording) => !isRunning(recording)));
  const uploads = useUploads();
  const isSignedOut =
    running.some(({ state }) => state.problem?.kind === 'signedOut') ||
    uploads.some(({ state }) => state.isSignedOut);
  return (
    <>
      {left.map((recording) => (
        <UnfinishedBar
          key={recording.info.recordingId}
          recording={recording}
          onGone={() => setLeft((all) => all.filter((r) => r !== recording))}
        />
      ))}
      <RunningDeliveries />
      {isSignedOut && <SignInAgain onSignedIn={goOn} />}
    </>
  );
}

function goOn(): void {
  deliveries.retryNow();
  retryUploads();
}

const barClass = 'flex flex-wrap items-center gap-3 border-b border-line bg-accent-soft px-4 py-2.5 text-ui';

/** Uploads that go on while the person looks at other pages; the recorder's own page shows its own. */
function RunningDeliveries() {
  const running = useDeliveries();
  const { info, phase, elapsedMs } = useRecorder();
  const { pathname } = useLocation();
  const isHere = isUnderWay(phase);
  const isElsewhere = pathname !== '/record' || phase === 'idle';
  return (
    running
      // At its comment it is shown there.
      .filter(({ info: { reply } }) => !reply || pathname !== `/v/${reply.slug}`)
      .filter(({ info: { request } }) => !request || pathname !== `/requests/${request}`)
      .filter((delivery) => isElsewhere || delivery.info.recordingId !== info?.recordingId)
      .filter((delivery) => !pathname.startsWith('/v/') || delivery.state.link?.slug !== pathname.slice(3))
      .map(({ info: of, state }) => (
        <div key={of.recordingId} role="status" className={barClass}>
          <CloudUpload className="size-4 text-accent-text" />
          {isHere && of.recordingId === info?.recordingId && (
            <BackToIt slug={slugOf(of.reply?.slug)} request={of.request}>
              {phase === 'recording' ? 'Recording' : 'Paused at'} {formatTimecode(elapsedMs)}: back to it
            </BackToIt>
          )}
          <p className="numbers min-w-0 flex-1">
            {state.problem?.message ??
              `Uploading your ${nameOf(of)} from ${whenOf(of.startedAt)}: ${megabytes(state.pendingBytes)} left ${timeLeft(state.pendingBytes, state.bytesPerSecond)}`}
          </p>
        </div>
      ))
  );
}

/** To where it is recorded: the recorder’s page, or the comment or the answer that it is to be. */
function BackToIt(props: { slug: VideoSlug | null; request: string | undefined; children: ReactNode }) {
  const { slug, request, children } = props;
  const className = buttonClass('primary', 'small');
  if (request)
    return (
      <Link to="/requests/$id" params={{ id: request }} className={className}>
        {children}
      </Link>
    );
  return slug ? (
    <Link to="/v/$slug" params={{ slug }} className={className}>
      {children}
    </Link>
  ) : (
    <Link to="/record" className={className}>
      {children}
    </Link>
  );
}

/** What it is called: a reply is no video of its own. */
function nameOf({ reply }: RecordingInfo): string {
  if (!reply) return 'recording';
  return reply.hasPicture ? 'video reply' : 'voice reply';
}

function UnfinishedBar({ recording, onGone }: { recording: SpooledRecording; onGone: () => void }) {
  const [isAsking, setAsking] = useState(false);
  const { info, local } = recording;
  const when = whenOf(info.startedAt);
  const bytes = local.reduce((sum, segment) => sum + segment.sizeBytes, 0);
  async function finish(): Promise<void> {
    const state = await finishEarlier(recording);
    onGone();
    if (state?.isComplete) showToast(`Your ${nameOf(info)} from ${when} is complete.`);
    else if (state?.problem) showToast(state.problem.message, { isError: true });
  }
  return (
    <div role="status" className={barClass}>
      <p className="min-w-0 flex-1 basis-60">
        Finish uploading your {nameOf(info)} from {when} ({megabytes(bytes)} on this device)
      </p>
      <Button size="small" look="primary" onClick={() => void finish()}>
        Finish the upload
      </Button>
      <SaveCopyButton recordingId={info.recordingId} title={info.title} />
      <Button size="small" look="quiet" onClick={() => setAsking(true)}>
        Throw away
      </Button>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Throw this ${nameOf(info)} away?`}
        description={`${megabytes(bytes)} on this device have not reached the server. They can’t be brought back.`}
      >
        <div className="flex justify-end gap-2">
          <Button onClick={() => setAsking(false)}>Keep it</Button>
          <Button
            look="danger"
            onClick={() => {
              setAsking(false);
              void throwAway(recording).then(onGone);
            }}
          >
            Throw away
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
