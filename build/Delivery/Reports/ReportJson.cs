using System.Text.Json.Serialization;
using SiteBuilder.Delivery.Images;

namespace SiteBuilder.Delivery.Reports;

/// <summary>The reports that an unchanged run reads and writes, prepared by the compiler; others are found out by reflection.</summary>
[JsonSerializable(typeof(BuildReport))]
[JsonSerializable(typeof(DeployReport))]
[JsonSerializable(typeof(ReleaseReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
