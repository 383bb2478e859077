using System.Text;
using System.Text.Unicode;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Profiles;
using Trucewatch.Feeds.Report;

namespace Trucewatch.Feeds.Csv;

/// <summary>
/// Turns the lines of one feed into observations. A line that is a profile says how the lines after it are read; a line
/// that names the columns which the profile needs is a header; a line that begins with <c>#</c> is a remark.
/// </summary>
internal sealed class CsvDecoder : IFrameDecoder, IProfiled
{
    private readonly CsvLine line = new();
    private readonly ReportDecoder reports;
    private readonly int[] sourceOf = new int[CsvLine.MaxCells];
    private ProfileMapper? mapper;
    private byte[] said = [];
    private int columns;

    /// <summary>Makes the decoder of a sender, with the plain profile until it brings its own.</summary>
    /// <param name="reports">Takes the reports of the whole feed, so that it knows the ids of all.</param>
    public CsvDecoder(ReportDecoder reports)
    {
        this.reports = reports;
        Use(Profile.Plain);
    }

    /// <inheritdoc/>
    public void ForgetProfile()
    {
        said = [];
        Use(Profile.Plain);
    }

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late)
    {
        var bytes = frame.Bytes;
        bytes = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        if (!Utf8.IsValid(bytes) || bytes.IsEmpty)
        {
            return bytes.IsEmpty ? FrameFault.Empty : FrameFault.BadEncoding;
        }

        if (bytes.StartsWith(Profile.Mark))
        {
            // A restart says the profile of the command line again; senders that stay name their columns only once.
            if (bytes.SequenceEqual(said))
            {
                return FrameFault.None;
            }

            Use(ProfileReader.Read(bytes, out var problem));
            said = problem is null ? bytes.ToArray() : [];
            return problem is null ? FrameFault.None : FrameFault.BadSyntax;
        }

        if (bytes[0] == '#')
        {
            return FrameFault.None;
        }

        // Without a profile that can be read nobody knows what the cells mean.
        return mapper is { } known ? Row(frame, bytes, known, output) : FrameFault.UnsupportedType;
    }

    private FrameFault Row(in FrameView frame, ReadOnlySpan<byte> bytes, ProfileMapper known, ObservationBuffer output)
    {
        var fault = line.Read(bytes, known.Profile.Delimiter);
        if (fault != FrameFault.None)
        {
            return fault;
        }

        if (known.Profile.Columns.IsEmpty && IsHeader(known.Profile))
        {
            return Head(known.Profile, line.Count, cell => line[cell]);
        }

        if (columns == 0 || line.Count != columns)
        {
            return columns == 0 ? FrameFault.MissingMember : FrameFault.WrongLength;
        }

        known.Row.Clear();
        for (var cell = 0; cell < columns; cell++)
        {
            if (line[cell].Length > Profile.MaxValueBytes)
            {
                return FrameFault.WrongLength;
            }

            if (sourceOf[cell] >= 0)
            {
                known.Row.Set(sourceOf[cell], line[cell]);
            }
        }

        return known.Map(frame, null, output);
    }

    private delegate ReadOnlySpan<byte> CellOf(int cell);

    private void Use(Profile? profile)
    {
        mapper = profile is null ? null : new ProfileMapper(profile, reports);
        columns = 0;
        if (profile is { Columns.IsEmpty: false })
        {
            var names = profile.Columns.Select(Encoding.UTF8.GetBytes).ToArray();
            Head(profile, names.Length, cell => names[cell]);
        }
    }

    /// <summary>
    /// A header is known by the columns without which no row can be read; a sender that connects anew sends it again.
    /// </summary>
    private bool IsHeader(Profile profile)
    {
        foreach (var source in profile.Needed)
        {
            if (!Names(profile.Sources[source]))
            {
                return false;
            }
        }

        return true;
    }

    private bool Names(string source)
    {
        for (var cell = 0; cell < line.Count; cell++)
        {
            if (IsText(line[cell], source))
            {
                return true;
            }
        }

        return false;
    }

    private FrameFault Head(Profile profile, int count, CellOf cellOf)
    {
        var fault = FrameFault.None;
        for (var cell = 0; cell < count; cell++)
        {
            sourceOf[cell] = -1;
            for (var source = 0; source < profile.Sources.Length; source++)
            {
                sourceOf[cell] = IsText(cellOf(cell), profile.Sources[source]) ? source : sourceOf[cell];
            }

            // Two columns of one name leave open which is meant.
            var isTwice = sourceOf[cell] >= 0 && sourceOf.AsSpan(0, cell).Contains(sourceOf[cell]);
            fault = isTwice ? FrameFault.DuplicateMember : fault;
        }

        columns = fault == FrameFault.None ? count : 0;
        return fault;
    }

    private static bool IsText(ReadOnlySpan<byte> cell, string text)
    {
        Span<byte> utf8 = stackalloc byte[512];
        return Encoding.UTF8.TryGetBytes(text, utf8, out var length) && cell.SequenceEqual(utf8[..length]);
    }
}
