import { parseArgs } from 'node:util';
import { AppError } from '#shared/errors.ts';
import { VideoSlug } from '#shared/ids.ts';
import { findChainFault, ledgerCsv, readLedger } from '#shared/ledger-chain.ts';
import { formatTimecode, parseTimecode } from '#shared/timecode.ts';
import type { Video } from '#shared/videos.ts';
import { apiClient, uploadFile, type ApiClient } from './api-client.ts';

const HELP = `bin/playhead: Playhead from scripts and CI

  upload FILE [--title T] [--wait] [--json]   upload a video; --wait until it is processed
  list [--json]                               the newest videos
  show SLUG [--json]                          one video
  comment SLUG [--at 1:23] TEXT               comment on it
  ack SLUG                                    acknowledge it
  ledger verify [--head HASH] [--json]        check the workspace's ledger; --head: it must still contain this hash
  ledger export [--csv]                       all of it, as JSON or CSV

PLAYHEAD_URL    address of Playhead, such as http://localhost:4600
PLAYHEAD_TOKEN  an API key (Settings → API keys)

Exit status: 0 done (with --wait: ready); 1 refused or failed; 2 wrong use.
`;

/** Wrong use of the command line. */
class UsageError extends Error {}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    title: { type: 'string' },
    at: { type: 'string' },
    wait: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    csv: { type: 'boolean', default: false },
    head: { type: 'string' },
  },
});

function connect(): { api: ApiClient; url: string } {
  const url = process.env['PLAYHEAD_URL'];
  const token = process.env['PLAYHEAD_TOKEN'];
  if (!url || !token) throw new UsageError('Set PLAYHEAD_URL and PLAYHEAD_TOKEN.');
  return { url, api: apiClient(url, () => ({ authorization: `Bearer ${token}` })) };
}

/** What `--json` prints of a video. */
function summary(video: Video) {
  const { slug, url, title, status, failure, durationMs, width, height, renditions, transcript } = video;
  return { slug, url, title, status, failure, durationMs, width, height, renditions, transcript };
}

function print(value: object, text: string): void {
  console.log(values.json ? JSON.stringify(value) : text);
}

const describe = (video: Pick<Video, 'slug' | 'status' | 'durationMs' | 'title'>) =>
  `${video.slug}  ${video.status.padEnd(10)}  ${formatTimecode(video.durationMs ?? 0).padStart(7)}  ${video.title}`;

/** Until nothing more will change: processed, and the transcript made or given up. */
async function untilSettled(api: ApiClient, slug: VideoSlug): Promise<Video> {
  for (;;) {
    const video = await api.videos.get({ slug });
    const isTranscribing = ['pending', 'running'].includes(video.transcript.state);
    if (video.status === 'failed' || (video.status === 'ready' && !isTranscribing)) return video;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function slugOf(text: string | undefined): VideoSlug {
  const parsed = VideoSlug.safeParse(text?.split('/').at(-1));
  if (!parsed.success) throw new UsageError('Name a video by its slug or its link.');
  return parsed.data;
}

async function ledger(action: string | undefined): Promise<number> {
  if (action !== 'verify' && action !== 'export')
    throw new UsageError('Say: ledger verify, or ledger export.');
  // As the server has them; what they claim is checked here.
  const records = await readLedger(connect().api.ledger.list);
  if (action === 'export') {
    process.stdout.write(values.csv ? ledgerCsv(records) : `${JSON.stringify(records, null, 2)}\n`);
    return 0;
  }
  const fault = await findChainFault(records);
  const head = records.at(-1)?.hash ?? null;
  const isKnown = values.head === undefined || records.some(({ hash }) => hash === values.head);
  print(
    { entries: records.length, head, fault, containsHead: isKnown },
    fault
      ? `Broken at entry ${fault.sequence} (${fault.why.replace('_', ' ')}).`
      : isKnown
        ? `${records.length} entries, unbroken. Head: ${head ?? 'none'}\nKeep the head: --head proves later that nothing before it was exchanged.`
        : 'The chain is unbroken, but it is another one: the given head is not in it.',
  );
  return fault || !isKnown ? 1 : 0;
}

async function run(): Promise<number> {
  const [command, first, ...rest] = positionals;
  switch (command) {
    case undefined:
    case 'help':
      console.log(HELP);
      return command === undefined ? 2 : 0;
    case 'upload': {
      if (!first) throw new UsageError('Name a file: bin/playhead upload FILE');
      const { api, url } = connect();
      const slug = await uploadFile(api, url, first, {
        ...(values.title ? { title: values.title } : {}),
        onProgress: (sent, size) =>
          process.stderr.isTTY && process.stderr.write(`\r${Math.floor((sent / size) * 100)} % `),
      });
      const video = values.wait ? await untilSettled(api, slug) : await api.videos.get({ slug });
      print(summary(video), `${video.url}\n${video.failure?.message ?? video.status}`);
      return values.wait && video.status !== 'ready' ? 1 : 0;
    }
    case 'list': {
      const { items } = await connect().api.videos.list({ limit: 50 });
      print(items, items.map(describe).join('\n'));
      return 0;
    }
    case 'show': {
      const video = await connect().api.videos.get({ slug: slugOf(first) });
      print(summary(video), [describe(video), video.url, video.failure?.message].filter(Boolean).join('\n'));
      return 0;
    }
    case 'comment': {
      const atMs = values.at === undefined ? null : parseTimecode(values.at);
      if (values.at !== undefined && atMs === null)
        throw new UsageError(`--at ${values.at} is not a time such as 1:23.`);
      const comment = await connect().api.comments.create({
        slug: slugOf(first),
        body: rest.join(' '),
        atMs,
        parentId: null,
      });
      print(comment, comment.id);
      return 0;
    }
    case 'ack': {
      const { mine } = await connect().api.acknowledgements.acknowledge({ slug: slugOf(first) });
      print(mine ?? {}, 'Acknowledged.');
      return 0;
    }
    case 'ledger':
      return ledger(first);
    default:
      throw new UsageError(`There is no command “${command}”.`);
  }
}

try {
  process.exitCode = await run();
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${HELP}`);
  else if (error instanceof AppError) console.error(`${error.code}: ${error.message}`);
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
