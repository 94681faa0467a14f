import { implement } from '@orpc/server';
import { signedIn, type ApiContext } from '#server/context.ts';
import { seriesContract } from '#shared/series.ts';
import { answerEntry } from './answer-entry.ts';
import { getEdition, listEditions, listMyEntries } from './editions.ts';
import {
  createSeries,
  getSeries,
  listSeries,
  removeSeries,
  skipDay,
  updateSeriesOf,
} from './manage-series.ts';
import { previewRhythm } from './preview-rhythm.ts';
import { swapTurns } from './swap-turns.ts';

const os = implement(seriesContract).$context<ApiContext>();

export const seriesRouter = os.router({
  list: os.list.handler(({ context }) => listSeries(signedIn(context))),
  get: os.get.handler(({ input, context }) => getSeries(signedIn(context), input)),
  create: os.create.handler(({ input, context }) => createSeries(signedIn(context), input)),
  update: os.update.handler(({ input, context }) => updateSeriesOf(signedIn(context), input)),
  preview: os.preview.handler(({ input, context }) => previewRhythm(signedIn(context), input)),
  skip: os.skip.handler(({ input, context }) => skipDay(signedIn(context), input)),
  swap: os.swap.handler(({ input, context }) => swapTurns(signedIn(context), input)),
  remove: os.remove.handler(({ input, context }) => removeSeries(signedIn(context), input)),
  editions: os.editions.handler(({ input, context }) => listEditions(signedIn(context), input)),
  edition: os.edition.handler(({ input, context }) => getEdition(signedIn(context), input)),
  mine: os.mine.handler(({ context }) => listMyEntries(signedIn(context))),
  answer: os.answer.handler(({ input, context }) => answerEntry(signedIn(context), input)),
});
