namespace Trucewatch.Evidence.Files;

/// <summary>
/// The files that evidence is kept in. Two things fulfil it: a folder on disk, and memory with faults and power cuts
/// for the simulator. Paths are relative, with '/' between their parts.
/// </summary>
public interface IEvidenceFiles
{
    /// <summary>The same files seen from a folder below this one.</summary>
    IEvidenceFiles Under(string folder);

    /// <summary>The content of a file, or null where there is none.</summary>
    /// <exception cref="IOException">The file cannot be read, or is longer than
    /// <paramref name="maxBytes"/>.</exception>
    byte[]? Read(string path, int maxBytes);

    /// <summary>
    /// Replaces whole files. When it returns, all of them are on stable storage under their names; when it throws, each
    /// file is either the old or the new one.
    /// </summary>
    /// <exception cref="IOException">A write, an fsync or a rename failed; what is stored is not known any
    /// more.</exception>
    void Write(ReadOnlySpan<PendingFile> files);

    /// <summary>Removes a file where it exists; the removal may be undone by a power cut.</summary>
    void Delete(string path);

    /// <summary>All files below a folder, as paths relative to this object's root, in ordinal order.</summary>
    IReadOnlyList<string> List(string folder);

    /// <summary>Opens a file that grows at its end; it is made where it is missing.</summary>
    IAppendFile OpenAppend(string path);

    /// <summary>Takes a lock that one process holds at a time, until it is disposed.</summary>
    /// <exception cref="IOException">Another writer holds it.</exception>
    IDisposable Lock(string path);
}
