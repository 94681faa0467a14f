import * as z from 'zod';

const uuid = z.uuid();

export const UserId = uuid.brand<'UserId'>().describe('A person.');
export type UserId = z.infer<typeof UserId>;
export const WorkspaceId = uuid.brand<'WorkspaceId'>().describe('A workspace (the tenant).');
export type WorkspaceId = z.infer<typeof WorkspaceId>;
export const SpaceId = uuid.brand<'SpaceId'>().describe("A space: a team's or project's shelf.");
export type SpaceId = z.infer<typeof SpaceId>;
export const GroupId = uuid.brand<'GroupId'>().describe('A named set of members.');
export type GroupId = z.infer<typeof GroupId>;
export const VideoId = uuid.brand<'VideoId'>().describe('A video.');
export type VideoId = z.infer<typeof VideoId>;
export const RecordingId = uuid
  .brand<'RecordingId'>()
  .describe('A recording: a video while it is being made.');
export type RecordingId = z.infer<typeof RecordingId>;
export const CommentId = uuid.brand<'CommentId'>().describe('A comment or a reply.');
export type CommentId = z.infer<typeof CommentId>;
export const AttachmentId = uuid.brand<'AttachmentId'>().describe('A file that goes with a comment.');
export type AttachmentId = z.infer<typeof AttachmentId>;
export const AcknowledgementRequestId = uuid
  .brand<'AcknowledgementRequestId'>()
  .describe('One ask to one person.');
export type AcknowledgementRequestId = z.infer<typeof AcknowledgementRequestId>;
export const InvitationId = uuid
  .brand<'InvitationId'>()
  .describe('An invitation; the secret part of its link.');
export type InvitationId = z.infer<typeof InvitationId>;
export const ApiKeyId = uuid.brand<'ApiKeyId'>().describe('A personal API key (not its secret).');
export type ApiKeyId = z.infer<typeof ApiKeyId>;

export const ShareLinkId = uuid.brand<'ShareLinkId'>().describe('A share link (not its token).');
export type ShareLinkId = z.infer<typeof ShareLinkId>;

export const NotificationId = uuid.brand<'NotificationId'>().describe('An entry of an inbox.');
export type NotificationId = z.infer<typeof NotificationId>;
export const DeliveryId = uuid.brand<'DeliveryId'>().describe('One message to one person.');
export type DeliveryId = z.infer<typeof DeliveryId>;

export const LiveSessionId = uuid
  .brand<'LiveSessionId'>()
  .describe('People who watch a video together, now.');
export type LiveSessionId = z.infer<typeof LiveSessionId>;
export const ParticipantId = uuid.brand<'ParticipantId'>().describe('One open page in a live session.');
export type ParticipantId = z.infer<typeof ParticipantId>;
export const AwayId = uuid.brand<'AwayId'>().describe('A time away of a person.');
export type AwayId = z.infer<typeof AwayId>;
export const CalendarId = uuid
  .brand<'CalendarId'>()
  .describe('An iCal address of a person (not the address).');
export type CalendarId = z.infer<typeof CalendarId>;
export const DeviceId = uuid.brand<'DeviceId'>().describe('A browser that gets pushes.');
export type DeviceId = z.infer<typeof DeviceId>;
export const WebhookId = uuid.brand<'WebhookId'>().describe('A webhook (not its address).');
export type WebhookId = z.infer<typeof WebhookId>;

export const SeriesId = uuid.brand<'SeriesId'>().describe('An update series.');
export type SeriesId = z.infer<typeof SeriesId>;
export const EditionId = uuid.brand<'EditionId'>().describe('One due date of a series.');
export type EditionId = z.infer<typeof EditionId>;
export const BlockerId = uuid.brand<'BlockerId'>().describe('Chosen by whoever raises it.');
export type BlockerId = z.infer<typeof BlockerId>;

export const VideoRequestId = uuid.brand<'VideoRequestId'>().describe('A video request (not its token).');
export type VideoRequestId = z.infer<typeof VideoRequestId>;

export const VideoSlug = z
  .string()
  .regex(/^[A-Za-z0-9]{8,32}(\.[1-9]\d{0,4})?$/)
  .describe(
    'The part of the link after `/v/`: alone the current version of a video, with `.2` its version 2.',
  );
export type VideoSlug = z.infer<typeof VideoSlug>;

export const Instant = z.iso.datetime().describe('A UTC instant, ISO 8601 with a Z.');
export type Instant = z.infer<typeof Instant>;

export const PositionMs = z
  .int()
  .min(0)
  .max(86_400_000 * 2)
  .describe('A position on the source timeline in whole milliseconds.');

/** The output of procedures that have nothing to say. */
export const Done = z.object({ done: z.literal(true) }).describe('It is done.');
export type Done = z.infer<typeof Done>;
export const DONE: Done = { done: true };
