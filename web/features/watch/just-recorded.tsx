import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, PartyPopper, X } from 'lucide-react';
import { useState } from 'react';
import type { SpaceId } from '#shared/ids.ts';
import type { Video } from '#shared/videos.ts';
import { errorText } from '../../api/api-error.ts';
import { api, queries, queryClient } from '../../api/client.ts';
import { recorder } from '../../recorder/recorder.ts';
import { Button, buttonClass, IconButton } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { DeliveryLine } from '../record/delivery-line.tsx';
import { SaveCopyButton } from '../record/save-copy-button.tsx';
import { useRecorder } from '../record/use-recorder.ts';
import { useAskPeople } from './use-ask-people.tsx';

/** Right after stop, above the video: is it safe, what is it called, where is it shared, who must acknowledge it. */
export function JustRecorded({ video }: { video: Video }) {
  const { phase, upload, info, notice } = useRecorder();
  const [isSaving, setSaving] = useState(false);
  const spaces = useQuery(queries.spaces.list.queryOptions());
  const ask = useAskPeople(video.slug);
  const slugs: (string | undefined)[] = [video.slug, video.version.slug];
  if (phase !== 'done' || !upload?.link || !slugs.includes(upload.link.slug)) return null;
  async function update(change: { title?: string; spaceId?: SpaceId | null }): Promise<void> {
    setSaving(true);
    try {
      await api.videos.update({ slug: video.slug, ...change });
      await queryClient.invalidateQueries({ queryKey: queries.videos.key() });
    } catch (error) {
      showToast(errorText(error).message, { isError: true });
    } finally {
      setSaving(false);
    }
  }
  return (
    <section
      aria-label="Your new recording"
      className="appear mb-4 rounded-xl border border-line bg-raised p-4 max-lg:m-4"
    >
      <div className="flex items-start gap-3">
        {upload.isComplete ? (
          <CircleCheck className="mt-0.5 size-5 shrink-0 text-good" />
        ) : (
          <PartyPopper className="mt-0.5 size-5 shrink-0 text-accent-text" />
        )}
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold tracking-tight">
            {upload.isComplete ? 'Your recording is safe' : 'The link plays already'}
          </h2>
          {notice && <p className="mt-1 text-ui text-warn">{notice}</p>}
          <DeliveryLine upload={upload} isRecording={false} className="mt-1" />
        </div>
        <IconButton label="Close" onClick={() => recorder.reset()}>
          <X className="size-4" />
        </IconButton>
      </div>
      <div className="mt-4 grid gap-3 sm:grid-cols-2">
        <form
          className="flex items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            const title = new FormData(event.currentTarget).get('title');
            if (typeof title === 'string' && title.trim()) void update({ title: title.trim() });
          }}
        >
          <TextField
            label="Title"
            name="title"
            key={video.title}
            defaultValue={video.title}
            maxLength={200}
            className="flex-1"
          />
          <Button type="submit" className="h-10" isBusy={isSaving}>
            Save
          </Button>
        </form>
        <SelectField
          label="Share in"
          value={video.spaceId ?? ''}
          onChange={(event) => {
            const space = spaces.data?.find(({ id }) => id === event.target.value);
            void update({ spaceId: space?.id ?? null });
          }}
        >
          <option value="">The whole workspace</option>
          {spaces.data?.map((space) => (
            <option key={space.id} value={space.id}>
              {space.name}
            </option>
          ))}
        </SelectField>
      </div>
      <div className="mt-4 flex flex-wrap gap-2">
        <CopyButton text={upload.link.url} look="primary" />
        {ask.button('secondary')}
        {ask.dialog}
        {!upload.isComplete && info && <SaveCopyButton recordingId={info.recordingId} title={video.title} />}
        <Link to="/record" className={buttonClass('quiet')} onClick={() => recorder.reset()}>
          Record another
        </Link>
      </div>
    </section>
  );
}
