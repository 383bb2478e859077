using Trucewatch.Domain;

namespace Trucewatch.Server.Api.DailyReports;

/// <summary>A day of which there is a report; a draft goes on.</summary>
internal sealed record ReportDayView(string Day, Instant From, Instant Until, bool IsDraft);

internal sealed record ReportPage(IReadOnlyList<ReportDayView> Items);
