namespace Trucewatch.Evidence.Files;

/// <summary>The single steps at which storage can fail.</summary>
public enum FileStep
{
    /// <summary>Writing bytes to a file.</summary>
    Write,

    /// <summary>The fsync of a file.</summary>
    Flush,

    /// <summary>Renaming a temporary file to its name.</summary>
    Rename,

    /// <summary>The fsync of a folder.</summary>
    FlushFolder,
}
