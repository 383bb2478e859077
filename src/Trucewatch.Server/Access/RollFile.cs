using System.Text.Json;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Agreements;
using Trucewatch.Server.Commands;

namespace Trucewatch.Server.Access;

/// <summary>The file of the mission's roll.</summary>
internal static class RollFile
{
    /// <summary>Puts the roll of a file in force, where there is one.</summary>
    /// <exception cref="UnusableException">The file is none, or is no roll for this agreement.</exception>
    public static void Enter(string? path, Agreement agreement, RightsDesk rights)
    {
        if (path is null)
        {
            return;
        }

        Roll roll;
        try
        {
            var length = new FileInfo(path).Length;
            roll = length <= Roll.MaxBytes
                ? Roll.Read(File.ReadAllBytes(path))
                : throw new UnusableException(FormattableString.Invariant(
                    $"--roll: expected at most {Roll.MaxBytes} bytes, got {length}"));
        }
        catch (Exception problem) when (problem is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new UnusableException($"--roll: {path}: {problem.Message}");
        }

        if (roll.Fault(agreement.Parties.Select(party => party.Id)) is { } fault)
        {
            throw new UnusableException($"--roll: {path}: {fault}");
        }

        rights.Enter(roll);
    }
}
