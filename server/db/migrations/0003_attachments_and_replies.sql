CREATE TABLE "comment_attachments" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"workspace_id" uuid NOT NULL,
	"video_id" uuid NOT NULL,
	"comment_id" uuid,
	"position" integer DEFAULT 0 NOT NULL,
	"uploader_id" uuid NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"key" text NOT NULL,
	"file_name" text NOT NULL,
	"content_type" text,
	"size_bytes" integer NOT NULL,
	"md5" text NOT NULL,
	"width" integer,
	"height" integer,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "kind" text DEFAULT 'video' NOT NULL;--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "parent_id" uuid;--> statement-breakpoint
ALTER TABLE "videos" ADD COLUMN "has_picture" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "region" jsonb;--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "reply_video_id" uuid;--> statement-breakpoint
ALTER TABLE "comment_attachments" ADD CONSTRAINT "comment_attachments_workspace_id_workspaces_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspaces"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_attachments" ADD CONSTRAINT "comment_attachments_video_id_videos_id_fk" FOREIGN KEY ("video_id") REFERENCES "public"."videos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_attachments" ADD CONSTRAINT "comment_attachments_comment_id_comments_id_fk" FOREIGN KEY ("comment_id") REFERENCES "public"."comments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comment_attachments" ADD CONSTRAINT "comment_attachments_uploader_id_users_id_fk" FOREIGN KEY ("uploader_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "comment_attachments_comment_idx" ON "comment_attachments" USING btree ("comment_id","position");--> statement-breakpoint
CREATE INDEX "comment_attachments_uploader_idx" ON "comment_attachments" USING btree ("uploader_id") WHERE comment_id is null;--> statement-breakpoint
CREATE INDEX "comment_attachments_video_idx" ON "comment_attachments" USING btree ("video_id");--> statement-breakpoint
ALTER TABLE "videos" ADD CONSTRAINT "videos_parent_id_videos_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."videos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_reply_video_id_videos_id_fk" FOREIGN KEY ("reply_video_id") REFERENCES "public"."videos"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "videos_parent_idx" ON "videos" USING btree ("parent_id") WHERE parent_id is not null;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_reply_video_id_unique" UNIQUE("reply_video_id");