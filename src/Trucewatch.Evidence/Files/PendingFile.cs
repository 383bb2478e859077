namespace Trucewatch.Evidence.Files;

/// <summary>A file that is to be written: its relative path and its whole content.</summary>
public readonly record struct PendingFile(string Path, ReadOnlyMemory<byte> Content);
