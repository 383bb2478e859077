using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Adjudication;

namespace Trucewatch.Watch.Adjudication;

/// <summary>The turn of a party to plead.</summary>
/// <param name="Party">Whose turn.</param>
/// <param name="Number">Which of the pleadings, from 1.</param>
/// <param name="Until">Last instant of it.</param>
internal readonly record struct Turn(string Party, int Number, Instant Until);

/// <summary>Where a dispute stands on the ladder of commissions.</summary>
/// <param name="Level">The level that has the case.</param>
/// <param name="Since">From when.</param>
/// <param name="Until">When it goes to the next, or, at the last, when its time is over.</param>
internal readonly record struct Rung(int Level, Instant Since, Instant Until);

/// <summary>
/// Disputes and appeals: both parties have the same number of turns, each as long in time and in characters; what they
/// seal is opened only when nobody can seal any more; and a level that does not rule loses the case to the next.
/// </summary>
internal static class Disputes
{
    /// <summary>Most sealed items of a party in one dispute.</summary>
    public const int MaxSealed = 64;

    /// <summary>Bytes of the key of a sealed item.</summary>
    public const int KeyBytes = 32;

    private const int MaxItemChars = 64;

    public static Refusal? Judge(CaseFile file, Act act)
    {
        var party = act.Author.Party!;
        return act.Deed switch
        {
            DecisionAccepted => Reviews.OpenUntil(file, act.At) is null
                ? Late("the time for it has ended")
                : Reviews.HasAccepted(file, party) ? Done("it has accepted the decision") : null,
            DisputeRaised or AppealRaised => Objection(file, act, party),
            PleadingFiled => Pleading(file, act.At, party),
            EvidenceSealed item => Sealing(file, act, item),
            EvidenceRevealed item => Revealing(file, act, item),
            _ => null,
        };
    }

    /// <summary>The level that has the case at a time: every level's time runs from when it got the case.</summary>
    public static Rung At(CaseFile file, Instant at)
    {
        var (levels, level, since) = (file.Terms.Levels, file.BaseLevel, file.Dispute!.Act.At);
        while (level + 1 < levels.Length && at >= since + levels[level].DeadlockAfter)
        {
            since += levels[level].DeadlockAfter;
            level++;
        }

        return new Rung(level, since, since + levels[level].DeadlockAfter);
    }

    /// <summary>Whose turn it is; null once all turns have been taken or have passed.</summary>
    public static Turn? OpenTurn(CaseFile file, Instant at)
    {
        var (begins, claimant) = (file.Dispute!.Act.At, file.Dispute.Act.Author.Party!);
        var other = file.Terms.Parties.First(party => party.Id != claimant).Id;
        var filed = file.All<PleadingFiled>(file.Dispute.Number).Select(each => each.Entry.Act).ToList();
        var next = 0;
        for (var turn = 0; turn < 2 * file.Terms.PleadingRounds; turn++)
        {
            var (party, until) = (turn % 2 == 0 ? claimant : other, begins + file.Terms.PleadingWithin);
            if (next < filed.Count && filed[next].Author.Party == party && filed[next].At <= until)
            {
                begins = filed[next++].At;
            }
            else if (at <= until)
            {
                return new Turn(party, turn + 1, until);
            }
            else
            {
                begins = until;
            }
        }

        return null;
    }

    /// <summary>What a panel has to wait for; null where both sides have been heard.</summary>
    public static string? Waits(CaseFile file, Instant at)
    {
        if (OpenTurn(file, at) is { } turn)
        {
            return $"{turn.Party} may plead until {turn.Until}";
        }

        var sealing = file.Dispute!.Act.At + file.Terms.SealWithin;
        var revealing = sealing + file.Terms.RevealWithin;
        return at <= sealing ? $"evidence may be sealed until {sealing}"
            : at <= revealing && Unrevealed(file).Any() ? $"evidence may be revealed until {revealing}"
            : null;
    }

    /// <summary>Sealed items of the dispute that have not been revealed.</summary>
    public static IEnumerable<(CaseEntry Entry, EvidenceSealed Deed)> Unrevealed(CaseFile file) =>
        file.All<EvidenceSealed>(file.Dispute!.Number).Where(item => !file.All<EvidenceRevealed>(item.Entry.Number)
            .Any(open => IsSame(open.Entry, open.Deed.Item, item.Entry, item.Deed.Item)));

    /// <summary>Bytes of a text in hexadecimal of an exact length; null where it is none.</summary>
    public static byte[]? Hex(string text, int bytes)
    {
        var result = new byte[bytes];
        return text.Length == 2 * bytes
            && Convert.FromHexString(text, result, out _, out var written) == OperationStatus.Done && written == bytes
            ? result
            : null;
    }

    private static Refusal? Objection(CaseFile file, Act act, string party)
    {
        if (act.Deed is DisputeRaised != file.RuledLevel is null)
        {
            return new(ActRefusal.WrongState, "a finding is disputed, a ruling is appealed");
        }

        if (file.RuledLevel is { } level && level + 1 >= file.Terms.Levels.Length)
        {
            return new(ActRefusal.NoLevelAbove, $"{file.Terms.Levels[level].Id} is the last level");
        }

        var within = act.Deed is DisputeRaised ? file.Terms.DisputeWithin : file.Terms.AppealWithin;
        var until = file.Decision!.Act.At + within;
        return act.At > until ? Late($"its time ended at {until}")
            : Reviews.HasAccepted(file, party) ? Done("it has accepted the decision")
            : null;
    }

    private static Refusal? Pleading(CaseFile file, Instant at, string party) => OpenTurn(file, at) switch
    {
        null => Late("all turns have been taken or have passed"),
        { } turn when turn.Party != party => new(
            ActRefusal.NotTheirTurn, $"it is the turn of {turn.Party} until {turn.Until}"),
        _ => null,
    };

    private static Refusal? Sealing(CaseFile file, Act act, EvidenceSealed item)
    {
        if (item.Item.Length is 0 or > MaxItemChars || Hex(item.Commitment, SHA256.HashSizeInBytes) is null)
        {
            return new(ActRefusal.Incomplete, "expected an id and a commitment of 64 hexadecimal digits");
        }

        var until = file.Dispute!.Act.At + file.Terms.SealWithin;
        var known = file.All<EvidenceSealed>(file.Dispute.Number)
            .Where(each => each.Entry.Act.Author.Party == act.Author.Party).ToList();
        return act.At > until ? Late($"evidence could be sealed until {until}")
            : known.Exists(each => each.Deed.Item == item.Item) ? Done($"{item.Item} is sealed")
            : known.Count >= MaxSealed ? new(
                ActRefusal.LimitReached, FormattableString.Invariant($"expected at most {MaxSealed} items"))
            : null;
    }

    private static Refusal? Revealing(CaseFile file, Act act, EvidenceRevealed item)
    {
        var sealing = file.Dispute!.Act.At + file.Terms.SealWithin;
        var revealing = sealing + file.Terms.RevealWithin;
        var known = file.All<EvidenceSealed>(file.Dispute.Number)
            .FirstOrDefault(each => each.Deed.Item == item.Item
                && each.Entry.Act.Author.Party == act.Author.Party);
        if (known.Entry is null)
        {
            return new(ActRefusal.UnknownReference, $"{act.Author.Party} has sealed no {item.Item} in this dispute");
        }

        // Nothing is opened while the other side could still seal something that answers it.
        if (act.At <= sealing)
        {
            return new(ActRefusal.TooEarly, $"evidence may be sealed until {sealing}");
        }

        if (act.At > revealing)
        {
            return Late($"evidence could be revealed until {revealing}");
        }

        if (Unrevealed(file).All(each => each.Entry.Number != known.Entry.Number))
        {
            return Done($"{item.Item} is revealed");
        }

        if (item.Payload.Length > Deed.MaxChars)
        {
            return new(
                ActRefusal.TooLong,
                FormattableString.Invariant($"expected at most {Deed.MaxChars} characters, or a digest"));
        }

        var isSame = Hex(item.Key, KeyBytes) is { } key
            && Hex(known.Deed.Commitment, SHA256.HashSizeInBytes) is { } commitment
            && HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(item.Payload)).AsSpan().SequenceEqual(commitment);
        return isSame ? null : new(
            ActRefusal.CommitmentMismatch,
            "the payload under this key does not give the commitment of "
            + FormattableString.Invariant($"{known.Entry.Number}"));
    }

    private static bool IsSame(CaseEntry a, string item, CaseEntry b, string other) =>
        item == other && a.Act.Author.Party == b.Act.Author.Party;

    private static Refusal Late(string words) => new(ActRefusal.TooLate, words);

    private static Refusal Done(string words) => new(ActRefusal.AlreadyDone, words);
}
