export function mayKeepCode(folder: string): boolean;
