import type { ReactionEmoji } from '#shared/comments.ts';

export const REACTION_NAMES: Record<ReactionEmoji, string> = {
  '👍': 'Thumbs up',
  '❤️': 'Heart',
  '🎉': 'Hooray',
  '😄': 'Smile',
  '👀': 'Looking',
  '🤔': 'Thinking',
};

export const REACTIONS = Object.keys(REACTION_NAMES) as ReactionEmoji[];
