/** `matlang verify-chain`. */
import type { Bilingual } from '@matlang/contract';

/** By name; `{name}` stands for a value. */
export const VERIFY_CHAIN_TEXTS = {
  description: {
    vi: 'Kiểm tra dữ liệu ghi hình có bị sửa hay mất đoạn nào không: chuỗi mã băm của từng luồng và chữ ký của nó; đoạn mất mà nhật ký không ghi là đã xoá thì không khớp',
    en: 'Verify the hash chain of every stream and the signatures of its heads; footage that is missing without a journalled deletion breaks it; --deep hashes the footage again',
  },
  deep: {
    vi: 'tính lại mã băm của từng mảnh hình, để thấy cả hình bị sửa',
    en: 'hash every fragment again, so that an altered picture is found too',
  },
  holds: {
    vi: '{segments} đoạn ghi khớp với chuỗi mã băm đã ký.',
    en: 'The chain holds over {segments} segments.',
  },
  notDeep: {
    vi: 'Chưa đọc lại hình; để chắc không hình nào bị sửa, thêm --deep.',
    en: 'Pictures were not hashed again; add --deep to be sure.',
  },
  nothing: { vi: 'Chưa có đoạn ghi nào để kiểm tra.', en: 'There is no segment to verify yet.' },
  broken: {
    vi: 'KHÔNG khớp với chuỗi mã băm đã ký: {findings} lỗi trong {segments} đoạn ghi.',
    en: 'The chain does NOT hold: {findings} findings over {segments} segments.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
