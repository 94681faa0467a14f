CREATE TABLE "recording_strokes" (
	"recording_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"start_ms" integer NOT NULL,
	"stroke" jsonb NOT NULL,
	CONSTRAINT "recording_strokes_recording_id_id_pk" PRIMARY KEY("recording_id","id")
);
--> statement-breakpoint
ALTER TABLE "workspaces" ADD COLUMN "max_recording_minutes" integer DEFAULT 120 NOT NULL;--> statement-breakpoint
ALTER TABLE "recordings" ADD COLUMN "withdrawn" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "recordings" ADD COLUMN "swept_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "recording_strokes" ADD CONSTRAINT "recording_strokes_recording_id_recordings_id_fk" FOREIGN KEY ("recording_id") REFERENCES "public"."recordings"("id") ON DELETE cascade ON UPDATE no action;