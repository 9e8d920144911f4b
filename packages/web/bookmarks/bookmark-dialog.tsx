/** Gives a moment or a span of cameras a name: opened by the review page with what is marked there, and by the list. */
import { Alert, Button, Stack, Textarea, TextInput } from '@mantine/core';
import type { BookmarkAnswer } from '@matlang/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ask } from '../api/client.ts';
import { errorText } from '../i18n/error-text.ts';
import { useSpeech } from '../i18n/language.tsx';
import { DialogActions, PageDialog } from '../page/page-dialog.tsx';
import { CameraChecks } from '../span/camera-checks.tsx';
import { MOST_CAMERAS } from '../span/most-cameras.ts';
import { SpanFields, type TypedSpan } from '../span/span-fields.tsx';

/** What stands in the dialog at first: Unix ms; start and end are the same for a moment. */
export interface BookmarkDialogProps {
  /** Ids of the cameras: one bookmark each. */
  readonly cameras: readonly string[];
  readonly fromUnixMs: number;
  readonly toUnixMs: number;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Which one is changed; a new one without it. */
  readonly bookmark?: BookmarkAnswer;
}

/** Over the page, until it is closed. */
export function BookmarkDialog(props: BookmarkDialogProps): ReactNode {
  const { t } = useSpeech();
  return (
    <PageDialog
      opened={props.opened}
      onClose={props.onClose}
      title={t(props.bookmark === undefined ? 'bookmarkTitle' : 'bookmarkEditTitle')}
      size="lg"
    >
      <BookmarkForm {...props} />
    </PageDialog>
  );
}

function BookmarkForm({ bookmark, onClose, ...props }: BookmarkDialogProps): ReactNode {
  const { t, say } = useSpeech();
  const queries = useQueryClient();
  const [span, setSpan] = useState<TypedSpan>({
    fromUnixMs: Math.round(props.fromUnixMs),
    toUnixMs: Math.round(props.toUnixMs),
  });
  const [cameras, setCameras] = useState(props.cameras);
  const [title, setTitle] = useState(bookmark?.title ?? '');
  const [note, setNote] = useState(bookmark?.note ?? '');
  const { fromUnixMs: from, toUnixMs: to } = span;
  const saved = useMutation({
    mutationFn: async (at: { readonly from: number; readonly to: number }) => {
      if (bookmark !== undefined)
        await ask('changeBookmark', { params: { id: bookmark.id }, body: { ...at, title, note } });
      else
        for (const [index, cameraId] of cameras.entries()) {
          // Where one is refused, those before it are kept: only the rest stays ticked.
          setCameras(cameras.slice(index));
          await ask('addBookmark', { body: { cameraId, ...at, title, note } });
        }
    },
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookmarks'] }),
  });
  const complete = from !== null && to !== null && to >= from && title.trim() !== '' && cameras.length > 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (complete) saved.mutate({ from, to });
      }}
    >
      <Stack>
        <TextInput
          required
          data-autofocus
          label={t('bookmarkName')}
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <SpanFields value={span} onChange={setSpan} momentAllowed />
        {bookmark === undefined && <CameraChecks value={cameras} onChange={setCameras} most={MOST_CAMERAS} />}
        <Textarea
          autosize
          minRows={2}
          label={t('bookmarkNote')}
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <DialogActions>
          {saved.isError && <Alert color="red">{say(errorText(saved.error))}</Alert>}
          <Button variant="default" onClick={onClose}>
            {t('close')}
          </Button>
          <Button type="submit" disabled={!complete} loading={saved.isPending}>
            {t('bookmarkSave')}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}
