import {
  ArrowUpRight,
  Circle,
  Eraser,
  EyeOff,
  MapPin,
  MousePointer2,
  PenLine,
  Slash,
  Square,
  Type,
  type LucideIcon,
} from 'lucide-react';
import type { AnnotationTool } from '#shared/annotations.ts';
import type { InkColour } from '#shared/ink.ts';

export type EditorTool = 'select' | AnnotationTool | 'eraser';

/** What the next object is drawn with. */
export interface AnnotationStyle {
  tool: EditorTool;
  colour: InkColour;
  /** Share of the picture's height. */
  width: number;
}

export const DEFAULT_STYLE: AnnotationStyle = { tool: 'pen', colour: 'red', width: 0.006 };

export interface ToolChoice {
  tool: EditorTool;
  label: string;
  /** None of the player's (`use-player-keys.ts`). */
  key: string;
  icon: LucideIcon;
}

export const TOOLS: ToolChoice[] = [
  { tool: 'select', label: 'Select', key: 'v', icon: MousePointer2 },
  { tool: 'pen', label: 'Pen', key: 'p', icon: PenLine },
  { tool: 'arrow', label: 'Arrow', key: 'a', icon: ArrowUpRight },
  { tool: 'line', label: 'Line', key: 's', icon: Slash },
  { tool: 'box', label: 'Box', key: 'r', icon: Square },
  { tool: 'ellipse', label: 'Ellipse', key: 'e', icon: Circle },
  { tool: 'text', label: 'Text', key: 't', icon: Type },
  { tool: 'pin', label: 'Pin', key: 'd', icon: MapPin },
  { tool: 'blur', label: 'Blur', key: 'b', icon: EyeOff },
  { tool: 'eraser', label: 'Eraser', key: 'x', icon: Eraser },
];

export const WIDTHS = [
  { width: 0.003, label: 'Thin' },
  { width: 0.006, label: 'Medium' },
  { width: 0.012, label: 'Thick' },
];

/** The keys of the editor, for a dialog that lists them. */
export const ANNOTATION_KEYS: [string, string][] = [
  ...TOOLS.map(({ key, label }): [string, string] => [key.toUpperCase(), label]),
  ['Shift', 'Square, circle, straight line'],
  ['Delete', 'Remove what is selected'],
  ['Ctrl Z · Ctrl Shift Z', 'Undo · redo'],
  ['Escape', 'Done'],
];
