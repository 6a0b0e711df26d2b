using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace SiteBuilder.Sites.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SitesHistoryFormsAndMoves : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_pages_brands_brand",
                table: "pages");

            migrationBuilder.DropPrimaryKey(
                name: "PK_pages",
                table: "pages");

            migrationBuilder.AddColumn<string>(
                name: "site",
                table: "pages",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                // the version before this one writes pages without a site while pods are replaced
                defaultValue: "main");

            migrationBuilder.AddColumn<string>(
                name: "moved_to",
                table: "brands",
                type: "character varying(63)",
                maxLength: 63,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "moving_to",
                table: "brands",
                type: "character varying(63)",
                maxLength: 63,
                nullable: true);

            migrationBuilder.AddPrimaryKey(
                name: "PK_pages",
                table: "pages",
                columns: new[] { "brand", "site", "slug" });

            migrationBuilder.CreateTable(
                name: "form_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    brand = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    site = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    slug = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    form = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    values = table.Column<string>(type: "jsonb", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_form_entries", x => x.id);
                    table.ForeignKey(
                        name: "FK_form_entries_pages_brand_site_slug",
                        columns: x => new { x.brand, x.site, x.slug },
                        principalTable: "pages",
                        principalColumns: new[] { "brand", "site", "slug" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "page_versions",
                columns: table => new
                {
                    brand = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    site = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    slug = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    blocks = table.Column<string>(type: "jsonb", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_page_versions", x => new { x.brand, x.site, x.slug, x.version });
                    table.ForeignKey(
                        name: "FK_page_versions_pages_brand_site_slug",
                        columns: x => new { x.brand, x.site, x.slug },
                        principalTable: "pages",
                        principalColumns: new[] { "brand", "site", "slug" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sites",
                columns: table => new
                {
                    brand = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    theme = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sites", x => new { x.brand, x.name });
                    table.ForeignKey(
                        name: "FK_sites_brands_brand",
                        column: x => x.brand,
                        principalTable: "brands",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_form_entries_brand_site_slug_form_id",
                table: "form_entries",
                columns: new[] { "brand", "site", "slug", "form", "id" });

            migrationBuilder.Sql("insert into sites (brand, name, version) select name, 'main', 1 from brands");
            migrationBuilder.Sql(
                "insert into page_versions (brand, site, slug, version, title, blocks, changed_at) select brand, site, slug, version, title, blocks, changed_at from pages");

            migrationBuilder.AddForeignKey(
                name: "FK_pages_sites_brand_site",
                table: "pages",
                columns: new[] { "brand", "site" },
                principalTable: "sites",
                principalColumns: new[] { "brand", "name" },
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_pages_sites_brand_site",
                table: "pages");

            migrationBuilder.DropTable(
                name: "form_entries");

            migrationBuilder.DropTable(
                name: "page_versions");

            migrationBuilder.DropTable(
                name: "sites");

            migrationBuilder.DropPrimaryKey(
                name: "PK_pages",
                table: "pages");

            migrationBuilder.DropColumn(
                name: "site",
                table: "pages");

            migrationBuilder.DropColumn(
                name: "moved_to",
                table: "brands");

            migrationBuilder.DropColumn(
                name: "moving_to",
                table: "brands");

            migrationBuilder.AddPrimaryKey(
                name: "PK_pages",
                table: "pages",
                columns: new[] { "brand", "slug" });

            migrationBuilder.AddForeignKey(
                name: "FK_pages_brands_brand",
                table: "pages",
                column: "brand",
                principalTable: "brands",
                principalColumn: "name",
                onDelete: ReferentialAction.Restrict);
        }
    }
}
