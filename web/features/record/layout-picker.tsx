import { CameraControls } from './recording-controls.tsx';
import { CameraHandle } from './camera-handle.tsx';
import { placePicture, type CameraLayout } from '../../recorder/picture/layout.ts';

const PICTURE = { width: 1280, height: 720 };

/** Where the camera will be: a small picture to drag it in, and its shapes. */
export function LayoutPicker({
  layout,
  onChange,
}: {
  layout: CameraLayout;
  onChange: (layout: CameraLayout) => void;
}) {
  const box = placePicture(layout, PICTURE).camera;
  const percent = (value: number, of: number) => `${(value / of) * 100}%`;
  return (
    <fieldset>
      <legend className="mb-1.5 text-ui font-medium">Camera in the picture</legend>
      <div className="flex flex-wrap items-center gap-4">
        <div
          data-stage
          className="relative aspect-video w-52 overflow-hidden rounded-lg border border-line-strong bg-sunken"
        >
          {box && (
            <div
              className="absolute bg-accent/70"
              style={{
                left: percent(box.x, PICTURE.width),
                top: percent(box.y, PICTURE.height),
                width: percent(box.width, PICTURE.width),
                height: percent(box.height, PICTURE.height),
                borderRadius: layout.shape === 'circle' ? '50%' : layout.shape === 'rounded' ? '12%' : 0,
              }}
            />
          )}
          <CameraHandle layout={layout} picture={PICTURE} onChange={onChange} />
        </div>
        <div className="min-w-0 flex-1 space-y-2">
          <CameraControls layout={layout} onChange={onChange} />
          <p className="text-[0.8125rem] text-dim">
            Drag it where you want it. It can be moved while you record.
          </p>
        </div>
      </div>
    </fieldset>
  );
}
