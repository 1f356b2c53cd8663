using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Runink.Domain.Store.Migrations
{
    /// <inheritdoc />
    public partial class FhirVersionsAndIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Deleted",
                table: "FhirResources",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Method",
                table: "FhirResources",
                type: "TEXT",
                nullable: false,
                defaultValue: "POST");

            migrationBuilder.CreateTable(
                name: "FhirIndex",
                columns: table => new
                {
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    ResourceId = table.Column<string>(type: "TEXT", nullable: false),
                    Ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    Parameter = table.Column<string>(type: "TEXT", nullable: false),
                    System = table.Column<string>(type: "TEXT", nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false),
                    Low = table.Column<double>(type: "REAL", nullable: true),
                    High = table.Column<double>(type: "REAL", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FhirIndex", x => new { x.Type, x.ResourceId, x.Ordinal });
                });

            migrationBuilder.CreateTable(
                name: "FhirUnindexed",
                columns: table => new
                {
                    MessageId = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FhirUnindexed", x => x.MessageId);
                });

            migrationBuilder.CreateTable(
                name: "FhirVersions",
                columns: table => new
                {
                    Type = table.Column<string>(type: "TEXT", nullable: false),
                    Id = table.Column<string>(type: "TEXT", nullable: false),
                    VersionId = table.Column<int>(type: "INTEGER", nullable: false),
                    LastUpdated = table.Column<long>(type: "INTEGER", nullable: false),
                    PatientId = table.Column<string>(type: "TEXT", nullable: true),
                    Deleted = table.Column<bool>(type: "INTEGER", nullable: false),
                    Method = table.Column<string>(type: "TEXT", nullable: false),
                    Json = table.Column<string>(type: "TEXT", nullable: false),
                    MessageId = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FhirVersions", x => new { x.Type, x.Id, x.VersionId });
                });

            migrationBuilder.CreateIndex(
                name: "IX_FhirIndex_Type_Parameter_Text_Low",
                table: "FhirIndex",
                columns: new[] { "Type", "Parameter", "Text", "Low" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FhirIndex");

            migrationBuilder.DropTable(
                name: "FhirUnindexed");

            migrationBuilder.DropTable(
                name: "FhirVersions");

            migrationBuilder.DropColumn(
                name: "Deleted",
                table: "FhirResources");

            migrationBuilder.DropColumn(
                name: "Method",
                table: "FhirResources");
        }
    }
}
