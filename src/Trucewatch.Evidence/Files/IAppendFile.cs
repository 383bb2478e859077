namespace Trucewatch.Evidence.Files;

/// <summary>A file that grows at its end.</summary>
public interface IAppendFile : IDisposable
{
    /// <summary>The file's length in bytes.</summary>
    long Length { get; }

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="IOException">The file is longer than <paramref name="maxBytes"/>.</exception>
    byte[] ReadAll(int maxBytes);

    /// <summary>Writes at the end; the bytes are safe only after <see cref="Flush"/>.</summary>
    void Append(ReadOnlySpan<byte> bytes);

    /// <summary>Returns when everything that was written is on stable storage.</summary>
    /// <exception cref="IOException">The fsync failed; what is stored is not known any more.</exception>
    void Flush();

    /// <summary>Cuts the file to a shorter length.</summary>
    void Truncate(long length);
}
