export const tableClass = 'w-full border-collapse text-left text-ui';
export const headClass = 'border-b border-line px-4 py-2.5 text-[0.8125rem] font-medium text-dim';
export const cellClass = 'border-b border-line px-4 py-2.5 text-left align-middle [tr:last-child>&]:border-0';
