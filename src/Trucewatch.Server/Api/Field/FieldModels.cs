using Trucewatch.Domain;

namespace Trucewatch.Server.Api.Field;

/// <summary>A report: the text of one report/1 object, kept byte for byte.</summary>
internal sealed record FieldReportRequest(string Report);

/// <summary>What a device has to know before it goes out of reach of the service.</summary>
/// <param name="Person">Who reports: stands in each report as its reporter.</param>
/// <param name="Vkey">The public key of receipts.</param>
/// <param name="Now">Time of the floor.</param>
/// <param name="Speed">Floor seconds per second.</param>
internal sealed record FieldDeskView(string Person, string Vkey, Instant Now, double Speed);

/// <summary>That a report was recorded: as which frame, and the service's signature under it.</summary>
internal sealed record FieldReceiptView(
    string Id, string Sha256, string Feed, long Sequence, Instant ReceivedAt, string Note);
